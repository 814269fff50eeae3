#!/usr/bin/env python3
"""Our whole `allocate` beside what others need merely to read the same students.csv.

    python3 Benchmarks/peers/reading.py --case CASE --program .build/release/zhibiao --runs 9

Ours is the time of the whole process: start, digests of all inputs, reading, ranking, all stages,
outputs formatted, digested, synced and renamed. Theirs is one call in a Python that has long been
started, with everything imported and warmed up. They take turns, so that all meet the same minute of
the same machine. Answers are compared before times are shown.

The peers are installed from PyPI into a virtual environment (--environment, default .build-peers).
Needs Python 3.9 or newer on a POSIX system, and nothing else.
"""

import argparse
import json
import os
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv

PEERS = ["polars", "pyarrow", "duckdb", "pandas"]
PATIENCE = 120  # seconds that a peer may take for one reading


# The peers' side: a process each, which answers every line it is sent with one reading.


def reader(peer, path):
    """Returns what reads `path` into memory with the peer's own defaults: a table's (rows, columns),
    and the table itself, so that freeing it is not part of the next reading."""
    if peer == "polars":
        import polars

        def read():
            table = polars.read_csv(path)
            return table.shape, table

    elif peer == "pyarrow":
        import pyarrow.csv

        def read():
            table = pyarrow.csv.read_csv(path)
            return table.shape, table

    elif peer == "duckdb":
        import duckdb

        def read():
            connection = duckdb.connect()
            connection.execute("CREATE TABLE t AS SELECT * FROM read_csv(?)", [path])
            columns = len(connection.execute("DESCRIBE t").fetchall())
            rows = connection.execute("SELECT count(*) FROM t").fetchone()[0]
            return (rows, columns), connection

    else:
        import pandas

        def read():
            table = pandas.read_csv(path)
            return table.shape, table

    return read


def megabytes(usage):
    """The most memory that a process has held."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def work(peer, path):
    """Answers each line of standard input with a reading, as a line of JSON."""
    import resource
    from importlib.metadata import version

    read = reader(peer, path)
    print(json.dumps({"version": version(peer)}), flush=True)
    for _ in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        shape, table = read()
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        del table
        peak = megabytes(resource.getrusage(resource.RUSAGE_SELF))
        answer = {"seconds": seconds, "cpu": cpu, "shape": list(shape), "peak": peak}
        print(json.dumps(answer), flush=True)


# Our side.


class Contestant:
    """Somebody whose times are taken."""

    def __init__(self, name, what):
        self.name, self.what, self.version = name, what, ""
        self.seconds, self.cpu, self.peak, self.failure = [], [], 0, None

    def add(self, seconds, cpu, peak):
        self.seconds.append(seconds)
        self.cpu.append(cpu)
        self.peak = max(self.peak, peak)


class Peer(Contestant):
    """Another reader, in a process of its own."""

    def __init__(self, name, python, path):
        super().__init__(name, "reading only")
        self.shape = None
        self.process = subprocess.Popen(
            [python, os.path.abspath(__file__), "--worker", name, path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
        )
        answer = self.answer()
        self.version = answer["version"] if answer else ""

    def answer(self):
        """The next line of the process; nothing where it failed, or took too long."""
        if self.failure:
            return None
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline() if ready else None
        if line:
            return json.loads(line)
        self.failure = f"more than {PATIENCE} s" if line is None else "failed"
        self.process.kill()
        said = self.process.stderr.read().decode(errors="replace").strip().splitlines()
        if self.failure == "failed" and said:
            self.failure += ": " + said[-1][:60]
        return None

    def run(self, counts):
        if self.failure:
            return
        self.process.stdin.write(b"read\n")
        answer = self.answer()
        if answer is None:
            return
        self.shape = tuple(answer["shape"])
        if counts:
            self.add(answer["seconds"], answer["cpu"], answer["peak"])

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class Ours(Contestant):
    """Our program, a new process each time."""

    def __init__(self, program, case, folder):
        super().__init__("zhibiao", "whole process")
        self.program, self.case = program, case
        self.output = os.path.join(folder, "run")
        self.sums, self.students = None, None
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        self.version = said.stdout.split()[-1]

    def run(self, counts):
        start = time.perf_counter()
        process = subprocess.Popen(
            [self.program, "allocate", self.case, "-o", self.output],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{self.program} allocate {self.case} ended with {process.returncode}")
        with open(os.path.join(self.output, "SHA256SUMS")) as file:
            sums = file.read()
        if self.sums not in (None, sums):
            sys.exit("refused: our own results differ from run to run, so there are no numbers")
        self.sums = sums
        with open(os.path.join(self.output, "admissions.csv"), "rb") as file:
            self.students = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
        shutil.rmtree(self.output)
        if counts:
            self.add(seconds, usage.ru_utime + usage.ru_stime, megabytes(usage))


def prepared(folder):
    """The Python of a virtual environment that has all peers."""
    python = os.path.join(folder, "bin", "python")
    test = [python, "-c", "import " + ", ".join(PEERS)]
    if os.path.exists(python) and subprocess.run(test, stderr=subprocess.DEVNULL).returncode == 0:
        return python
    print(f"installing {', '.join(PEERS)} from PyPI into {folder}", file=sys.stderr)
    venv.create(folder, with_pip=True)
    if subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS]).returncode != 0:
        sys.exit("the peers could not be installed")
    return python


def compare(ours, peers):
    """Ends the program unless all have seen the same table."""
    seen = {peer.name: peer.shape for peer in peers if peer.shape}
    if len(set(seen.values())) > 1:
        sys.exit(f"refused: the peers disagree about the table: {seen}")
    # Our table of admissions has a row a student, and a header.
    for name, (rows, _) in seen.items():
        if rows != ours.students - 1:
            sys.exit(f"refused: {name} read {rows} students, we placed {ours.students - 1}")


def line(*cells):
    name, what, least, median, most, ratio, cpu, peak = cells
    return f"{name:16}{what:15}{least:>7}{median:>8}{most:>7}{ratio:>7}{cpu:>8}{peak:>6}"


def table(ours, peers):
    """The lines of the result: milliseconds, medians as multiples of ours, the processor time of all
    cores together, the most memory held in megabytes."""
    yield line("", "", "min", "median", "max", "×", "cpu", "MB")
    middle = statistics.median(ours.seconds)
    for one in [ours, *peers]:
        name = f"{one.name} {one.version}"
        if one.failure:
            yield f"{name:16}{one.failure}"
            continue
        median = statistics.median(one.seconds)
        yield line(
            name, one.what, f"{min(one.seconds) * 1e3:.0f}", f"{median * 1e3:.0f}",
            f"{max(one.seconds) * 1e3:.0f}", f"{median / middle:.2f}",
            f"{statistics.median(one.cpu) * 1e3:.0f}", f"{one.peak:.0f}",
        )
    rest = [peer for peer in peers if not peer.failure]
    if rest:
        fastest = min(rest, key=lambda peer: statistics.median(peer.seconds))
        least = min(min(peer.seconds) for peer in rest)
        yield ""
        yield (
            f"our whole allocate takes {middle / statistics.median(fastest.seconds):.2f} of the time "
            f"in which {fastest.name} reads"
        )
        yield f"(medians; by the shortest times: {min(ours.seconds) / least:.2f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", help="the case's folder")
    parser.add_argument("--program", default=".build/release/zhibiao", help="our program")
    parser.add_argument("--runs", type=int, default=9, help="timed runs of each (default 9)")
    parser.add_argument("--environment", default=".build-peers", help="where the peers live")
    parser.add_argument("--output", help="where runs are written (default: temporary files)")
    parser.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        return work(*options.worker)
    if not options.case or options.runs < 1:
        parser.error("--case is needed, and at least one run")

    path = os.path.join(options.case, "students.csv")
    if not os.path.exists(path):
        sys.exit(f"there is no {path}")
    python = prepared(options.environment)
    folder = tempfile.mkdtemp(prefix="zhibiao-peers-", dir=options.output)
    peers = []
    try:
        ours = Ours(os.path.abspath(options.program), options.case, folder)
        for name in PEERS:
            peers.append(Peer(name, python, path))
        for turn in range(options.runs + 1):
            for one in [ours, *peers]:
                one.run(counts=turn > 0)  # the first turn warms up
        compare(ours, peers)
        print(
            f"{os.path.getsize(path) / 1e6:.1f} MB, {ours.students - 1:,} students, "
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.runs} turns; "
            "milliseconds"
        )
        print("\n".join(table(ours, peers)))
    finally:
        for peer in peers:
            peer.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
