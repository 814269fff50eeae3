#!/usr/bin/env python3
"""Everything that somebody could take instead of zhibiao, beside zhibiao: one command, one table.

    swift build -c release
    python3 Benchmarks/peers/peers.py

reading         polars, pyarrow, DuckDB and pandas merely read the students.csv that our `allocate`
                takes from files to synced results; and our reader alone
matching        libraries, and two baselines in C++ that read nothing but ready arrays, beside our
                engine, on the same instances, of which small ones take turns
apportionment   libraries beside ours, on the same vectors and matrices
limits          what no program can beat: the file copied through memory, its line ends counted

All take turns, so that all meet the same minute of the same machine. Answers are compared before
times are shown: where one differs from ours, it is said and no time is shown. Who fails or needs
more than 120 seconds is shown as such, and not asked again for larger instances.

The libraries are installed from PyPI into virtual environments (--environment, default .build-peers).
Needs Python 3.9 or newer, a C++ compiler (c++, or $CXX) and a POSIX system, and nothing else.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import venv
from array import array
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import readers  # noqa: E402
import solvers  # noqa: E402
from contest import PATIENCE, Allocation, Worker, table, take_turns  # noqa: E402

GROUPS = ["reading", "matching", "apportionment", "limits"]
MARKETS_STUDENTS = 100_000  # students of all markets of one size together, where they are smaller
SOLVERS = ["matching", "algmatch", "matching-algorithms", "fairpyx", "apportionment", "votelib"]


def say(text):
    print(text, file=sys.stderr, flush=True)


def environment(folder, packages):
    """The Python of a virtual environment that has `packages`."""
    python = os.path.join(folder, "bin", "python")
    mark = os.path.join(folder, "installed.txt")
    if os.path.exists(mark) and open(mark).read().split() == packages:
        return python
    say(f"installing {', '.join(packages)} from PyPI into {folder}")
    venv.create(folder, with_pip=True, clear=True)
    for package in packages:
        # One that cannot be had is shown as failed; the others go on.
        command = [python, "-m", "pip", "install", "--quiet", package]
        if subprocess.run(command, stderr=subprocess.DEVNULL).returncode != 0:
            say(f"  {package} could not be installed")
    with open(mark, "w") as file:
        file.write("\n".join(packages))
    return python


def compiled(folder):
    """The C++ baselines."""
    program = os.path.join(folder, "baselines")
    compiler = os.environ.get("CXX", "c++")
    subprocess.run(
        [compiler, "-std=c++17", "-O3", "-march=native", "-o", program,
         os.path.join(HERE, "baselines.cpp")], check=True,
    )
    return program


class Contest:
    """What all groups need."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.readers = self.solvers = None
        self.baselines = compiled(folder)
        self.case = options.case

    def python(self, kind):
        parent = self.options.environment
        if kind == "readers":
            return environment(os.path.join(parent, "readers"), readers.PEERS)
        return environment(os.path.join(parent, "solvers"), SOLVERS)

    def path(self, name):
        return os.path.join(self.folder, name)

    def students(self):
        """The case's folder, generated where none was named."""
        if not self.case:
            self.case = self.path("city")
            count = self.options.students
            say(f"making a city of {count:,} students")
            subprocess.run(
                [self.options.program, "generate", "-o", self.case, "--students", str(count)]
                + self.options.shape, check=True, stdout=subprocess.DEVNULL,
            )
        return self.case

    def ours(self, task, file):
        outcome = self.path(f"ours-{task}")
        command = [self.options.benchmarks, "--worker", task, file, outcome]
        return Worker("zhibiao", "", command, outcome)

    def finish(self, title, rounds, ours, compare):
        """Those of each round take turns."""
        contestants = [one for some in rounds for one in some]
        try:
            for some in rounds:
                take_turns(some, self.options.runs, compare, self.options.budget)
        finally:
            for one in contestants:
                one.close()
        for line in table(title, contestants, ours):
            print(line, flush=True)

    def compare_outcomes(self, contestants, ours, first=None):
        """Whoever solves only the first of several instances wrote `first` bytes."""
        def compare():
            answer = ours.bytes()
            if answer is None:
                sys.exit(f"refused: our own run failed ({ours.failure})")
            for one in contestants:
                theirs = one.bytes()
                if theirs is not None and theirs not in (answer, answer[:first]):
                    one.failure = "another answer than ours"

        return compare


def reading(contest):
    case = contest.students()
    path = os.path.join(case, "students.csv")
    python = contest.python("readers")
    ours = Allocation(contest.options.program, case, contest.folder)
    # The reader takes the case's folder: it reads the other tables too, and digests all.
    alone = Worker(
        "zhibiao, reading", "all tables, digests",
        [contest.options.benchmarks, "--worker", "read", case, contest.path("none")],
    )
    peers = [
        Worker(name, "reading only", [python, os.path.join(HERE, "readers.py"), name, path])
        for name in readers.PEERS
    ]

    def compare():
        seen = {one.name: one.shape for one in [alone, *peers] if one.shape and not one.failure}
        if len(set(seen.values())) > 1:
            sys.exit(f"refused: not all have read the same table: {seen}")
        for rows, _ in seen.values():
            if rows != ours.students:
                sys.exit(f"refused: {rows} students were read, we placed {ours.students}")

    size = os.path.getsize(path) / 1e6
    all = [ours, alone, *peers]
    contest.finish(f"reading students.csv of {size:,.1f} MB, milliseconds", [all], ours, compare)
    rest = [one for one in peers if not one.failure]
    if rest:
        least = min(rest, key=lambda one: sorted(one.seconds)[len(one.seconds) // 2])
        middle = sorted(ours.seconds)[len(ours.seconds) // 2]
        theirs = sorted(least.seconds)[len(least.seconds) // 2]
        print(f"  our whole allocate takes {middle / theirs:.2f} of the time in which {least.name} reads")
        shortest = min(min(one.seconds) for one in rest)
        print(f"  (medians; by the shortest times: {min(ours.seconds) / shortest:.2f})")


def matching(contest):
    python = contest.python("solvers")
    tired = set()  # who needed too long
    for size in contest.options.sizes:
        programmes, choices = min(300, max(10, size // 100)), min(12, max(10, size // 100))
        # Nobody allocates the same small market time after time: a processor would know it by heart.
        markets = max(1, MARKETS_STUDENTS // size)
        file = contest.path(f"market-{size}")
        say(f"matching {size:,} students")
        subprocess.run(
            [contest.baselines, "generate", str(size), str(programmes), str(choices), "4",
             str(markets), file], check=True,
        )
        for task, peers in solvers.MATCHERS.items():
            ours = contest.ours(task, file)
            outcome = contest.path("cpp")
            baseline = [contest.baselines, task, file, outcome]
            # Beside libraries, which take thousands of times as long, all caches would be cold.
            compiled, libraries = [ours, Worker("C++ baseline", "", baseline, outcome)], []
            for peer in peers:
                if (peer, task) in tired:
                    libraries.append(NotAsked(peer))
                    continue
                outcome = contest.path(f"{peer}-{task}")
                command = [python, os.path.join(HERE, "solvers.py"), peer, task, file, outcome]
                libraries.append(Worker(peer, "", command, outcome))
            all = compiled + libraries
            title = {
                "dictatorship": "serial dictatorship (a queue stage)",
                "acceptance": "deferred acceptance",
            }[task]
            contest.finish(
                f"{title}: {size:,} students, {programmes} programmes, {choices} choices, "
                f"{markets} in turn (libraries: the first), milliseconds", [compiled, libraries], ours,
                contest.compare_outcomes(workers(all), ours, first=4 * size))
            tired |= {(one.name, task) for one in all if (one.failure or "").startswith("more")}
        os.remove(file)


def workers(contestants):
    return [one for one in contestants if isinstance(one, Worker)]


class NotAsked:
    """Who needed too long for a smaller instance."""

    what = version = ""
    seconds, cpu, peak, each = [], [], 0, []
    failure = f"not asked: more than {PATIENCE} s on a smaller one"

    def __init__(self, name):
        self.name = name

    def run(self, counts):
        pass

    def close(self):
        pass


def vector(house, count, draws):
    return [house, count] + [draws.randint(1, 1_000_000) for _ in range(count)]


def webster(weights, seats):
    """Sainte-Laguë by the definition; ties do not happen with the weights drawn here."""
    import heapq

    heap = [(-Fraction(2 * weight), at, 0) for at, weight in enumerate(weights)]
    heapq.heapify(heap)
    given = [0] * len(weights)
    for _ in range(seats):
        _, at, held = heap[0]
        given[at] += 1
        heapq.heapreplace(heap, (-Fraction(2 * weights[at], 2 * held + 3), at, held + 1))
    return given


def matrix(rows, columns, house, draws):
    """Both margins by Webster on the totals, as votelib does it."""
    cells = [[draws.randint(1, 100_000) for _ in range(columns)] for _ in range(rows)]
    row_seats = webster([sum(row) for row in cells], house)
    column_seats = webster([sum(row[c] for row in cells) for c in range(columns)], house)
    return [rows, columns] + row_seats + column_seats + [cell for row in cells for cell in row]


def apportionment(contest):
    python = contest.python("solvers")
    draws = random.Random(1)
    instances = []
    for count in [50, 500, 5_000]:
        values = vector(30 * count, count, draws)
        for task in ["hamilton", "webster"]:
            instances.append((task, f"{task}: {30 * count:,} seats, {count:,} claimants", values))
    for rows, columns in [(10, 10), (30, 30), (100, 100), (300, 300)]:
        house = rows * columns * 3
        title = f"biproportional: {house:,} seats, {rows} × {columns}"
        instances.append(("biproportional", title, matrix(rows, columns, house, draws)))
    tired = set()
    for task, title, values in instances:
        say(title)
        file = contest.path("seats")
        with open(file, "wb") as target:
            target.write(array("i", values).tobytes())
        ours = contest.ours(task, file)
        all = [ours]
        for peer in solvers.APPORTIONERS[task]:
            if (peer, task) in tired:
                all.append(NotAsked(peer))
                continue
            outcome = contest.path(f"{peer}-{task}")
            command = [python, os.path.join(HERE, "solvers.py"), peer, task, file, outcome]
            all.append(Worker(peer, "", command, outcome))
        contest.finish(
            f"{title}, milliseconds", [all], ours, contest.compare_outcomes(workers(all), ours))
        tired |= {(one.name, task) for one in all if (one.failure or "").startswith("more")}


def limits(contest):
    path = os.path.join(contest.students(), "students.csv")
    all = [
        Worker(title, "", [contest.baselines, task, path, contest.path("none")])
        for task, title in [("copy", "memory copy"), ("newlines", "newline scan")]
    ]
    size = os.path.getsize(path) / 1e6
    contest.finish(
        f"limits, one core, students.csv of {size:,.1f} MB, milliseconds", [all], None, lambda: None)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(GROUPS), help=f"of {', '.join(GROUPS)}")
    parser.add_argument("--case", help="a case's folder to read (default: a generated one)")
    parser.add_argument("--students", type=int, default=1_000_000, help="of the generated one")
    parser.add_argument("--sizes", default="1000,10000,100000,1000000", help="students to match")
    parser.add_argument("--build", default=".build/release", help="where our programs are")
    parser.add_argument("--runs", type=int, default=9, help="timed runs of each (default 9)")
    parser.add_argument("--budget", type=int, default=30, help="seconds of runs of each, at most")
    parser.add_argument("--environment", default=".build-peers", help="where the peers live")
    parser.add_argument("--folder", help="where cities and runs are written (default: temporary)")
    options = parser.parse_args()
    options.program = os.path.abspath(os.path.join(options.build, "zhibiao"))
    options.benchmarks = os.path.abspath(os.path.join(options.build, "Benchmarks"))
    options.environment = os.path.abspath(options.environment)
    options.sizes = [int(size) for size in options.sizes.split(",")]
    options.shape = ["--programmes", "300", "--middle-schools", "2000", "--districts", "20"]
    wanted = options.only.split(",")
    if options.runs < 1 or not set(wanted) <= set(GROUPS):
        parser.error(f"--only takes {', '.join(GROUPS)}; at least one run is needed")
    for program in [options.program, options.benchmarks]:
        if not os.path.exists(program):
            parser.error(f"there is no {program}: swift build -c release")
    folder = tempfile.mkdtemp(prefix="zhibiao-peers-", dir=options.folder)
    try:
        contest = Contest(options, folder)
        load = os.getloadavg()[0]
        print(f"{os.cpu_count()} processors, load {load:.2f}, {options.runs} runs each, in turns")
        for name in wanted:
            {"reading": reading, "matching": matching, "apportionment": apportionment,
             "limits": limits}[name](contest)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
