#!/usr/bin/env python3
"""What many machines cost: a worker beside one machine, what each process loads, merging, two processes.

    swift build -c release
    python3 Benchmarks/cluster/cluster.py              # some two minutes
    python3 Benchmarks/cluster/cluster.py --runs 3 --only merge

Processor time of whole processes on one thread, in turn; medians. Answers come first: what workers wrote is
merged, and must be the folder of one machine. Needs Python 3.9 or newer on a POSIX system, nothing else.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EXPERIMENTS = ROOT / "datasets" / "experiments"
# Every replicate draws a city of its own.
DRAWN = """{format: 1, name: "drawn", base: {generate: {students: 5000, programmes: 30, middleSchools: 20}},
  variants: [{name: "a"}, {name: "b", set: {"/stages/open/order": "immediate"}},
    {name: "c", behaviour: {listMax: 3}}, {name: "d", behaviour: {listMax: 2}}],
  draws: ["lottery", "population"], replicates: 30, groups: ["district", "decile"],
  metrics: ["first_choice_share", "admitted_share", "winners_share", "losers_share"]}"""
# Ten thousand cells with about a hundred values each.
MANY = """{format: 1, name: "many",
  base: {generate: {students: 300, programmes: 6, middleSchools: 5, districts: 3}},
  grid: [{axis: "order", set: "/stages/open/order", values: ["parallel", "immediate"]},
    {axis: "choices", values: [{name: "12"}, {name: "8", behaviour: {listMax: 8}},
      {name: "6", behaviour: {listMax: 6}}, {name: "4", behaviour: {listMax: 4}},
      {name: "2", behaviour: {listMax: 2}}]}],
  replicates: 1000, groups: ["district", "decile"],
  metrics: ["first_choice_share", "admitted_share", "mean_choice", "unassigned_students",
    "quota_realised_share", "winners_share", "losers_share"]}"""
# One city of a hundred thousand students.
LARGE = """{format: 1, name: "large", base: "city", replicates: 12, groups: ["district", "decile"],
  variants: [{name: "a"}, {name: "b", set: {"/stages/open/order": "immediate"}}]}"""


class Bench:
    def __init__(self, program, runs, folder):
        self.program, self.runs, self.folder = program, runs, folder

    def path(self, name):
        return os.path.join(self.folder, name)

    def experiment(self, name, text):
        Path(self.path(name)).write_text(text)
        return self.path(name)

    def start(self, *arguments, lines=None, output=None):
        with open(lines or os.devnull, "rb") as stdin, open(output or os.devnull, "wb") as stdout:
            return subprocess.Popen(
                [self.program, *arguments], stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL)

    def end(self, process):
        """The processor time of a process, in seconds."""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, process.args))}: ended with {process.returncode}")
        return usage.ru_utime + usage.ru_stime

    def run(self, *arguments, **files):
        return self.end(self.start(*arguments, **files))

    def one_machine(self, experiment):
        shutil.rmtree(self.path("out"), ignore_errors=True)
        return self.run("simulate", experiment, "-o", self.path("out"), "--threads", "1")

    def worker(self, experiment, lines, output):
        return self.start("simulate", experiment, "--worker", "--threads", "1", lines=lines, output=output)

    def merge(self, experiment, answers):
        """Merges lines; they must come to what one machine wrote last."""
        shutil.rmtree(self.path("merged"), ignore_errors=True)
        start = time.perf_counter()
        cpu = self.run("simulate", experiment, "--merge", "-", "-o", self.path("merged"), lines=answers)
        seconds = time.perf_counter() - start
        sums = [Path(self.path(name), "SHA256SUMS").read_bytes() for name in ("out", "merged")]
        if sums[0] != sums[1]:
            sys.exit(f"{experiment}: the workers' lines do not come to what one machine writes")
        return cpu, seconds

    def cells(self, experiment):
        self.run("simulate", experiment, "--cells", output=self.path("cells"))
        return Path(self.path("cells")).read_bytes().splitlines(keepends=True)

    def large(self):
        if not os.path.exists(self.path("city")):
            self.run("generate", "-o", self.path("city"), "--students", "100000", "--choices", "12")
        return self.experiment("large.json", LARGE)

    # MARK: What is measured

    def per_core(self, name, experiment):
        """A worker beside one machine, and two workers with half of the cells each."""
        cells = self.cells(experiment)
        half = (len(cells) + 1) // 2
        for number, part in enumerate((cells[:half], cells[half:])):
            Path(self.path(f"cells{number}")).write_bytes(b"".join(part))
        one, worker, two, clocks = [], [], [], ([], [])
        for _ in range(self.runs):
            one.append(self.one_machine(experiment))
            start = time.perf_counter()
            worker.append(self.end(self.worker(experiment, self.path("cells"), self.path("answers"))))
            clocks[0].append(time.perf_counter() - start)
            start = time.perf_counter()
            both = [self.worker(experiment, self.path(f"cells{n}"), self.path(f"answers{n}")) for n in (0, 1)]
            two.append(sum(map(self.end, both)))
            clocks[1].append(time.perf_counter() - start)
        self.merge(experiment, self.path("answers"))
        a, b, c = map(statistics.median, (one, worker, two))
        asked, answered = (os.path.getsize(self.path(n)) / len(cells) for n in ("cells", "answers"))
        print(f"{name:12}{len(cells):>7,} cells{a * 1e3 / len(cells):>8.2f} ms a cell on one machine"
              f"{b * 1e3 / len(cells):>8.2f} by a worker ({b / a:.3f}); two: {c / b:.3f} of one's time,"
              f" {min(clocks[0]) / min(clocks[1]):.2f} times as fast; bytes a cell: {asked:.0f} in,"
              f" {answered:.0f} out", flush=True)

    def merging(self):
        experiment = self.experiment("many.json", MANY)
        cells = self.cells(experiment)
        self.one_machine(experiment)
        self.run("simulate", experiment, "--worker", "--threads", "1", lines=self.path("cells"),
                 output=self.path("answers"))
        found = [self.merge(experiment, self.path("answers")) for _ in range(self.runs)]
        size = os.path.getsize(self.path("answers"))
        print(f"merging {len(cells):,} cells, {size / 1e6:.1f} MB:"
              f" {statistics.median(cpu for cpu, _ in found) * 1e3:.0f} ms of processor time,"
              f" {min(seconds for _, seconds in found) * 1e3:.0f} ms on the clock", flush=True)

    def loading(self):
        """What a process takes to its first answer: start, digest of the program, base, tables, a cell."""
        for name, experiment in (("sample city, 3,000 students", str(EXPERIMENTS / "quota-share.json")),
                                 ("100,000 students", self.large())):
            first = self.cells(experiment)[:1]
            Path(self.path("first")).write_bytes(b"".join(first))
            empty, one = [], []
            for _ in range(max(5, self.runs)):
                empty.append(self.end(self.worker(experiment, os.devnull, None)))
                one.append(self.end(self.worker(experiment, self.path("first"), None)))
            print(f"load, {name}: {statistics.median(one) * 1e3:.0f} ms of processor time to the first"
                  f" answer; without a line {statistics.median(empty) * 1e3:.1f} ms", flush=True)
        print(f"program {os.path.getsize(self.program) / 1e6:.1f} MB, city of 100,000 students"
              f" {sum(f.stat().st_size for f in Path(self.path('city')).iterdir()) / 1e6:.1f} MB")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--program", default=str(ROOT / ".build" / "release" / "zhibiao"))
    arguments.add_argument("--runs", type=int, default=7)
    arguments.add_argument("--only", default="load,core,merge", help="some of load,core,merge")
    options = arguments.parse_args()
    folder = tempfile.mkdtemp(prefix="zhibiao-bench-")
    try:
        bench = Bench(os.path.abspath(options.program), options.runs, folder)
        if "load" in options.only:
            bench.loading()
        if "core" in options.only:
            bench.per_core("quota-share", str(EXPERIMENTS / "quota-share.json"))
            bench.per_core("mechanism", str(EXPERIMENTS / "mechanism.json"))
            bench.per_core("drawn cities", bench.experiment("drawn.json", DRAWN))
            bench.per_core("large city", bench.large())
        if "merge" in options.only:
            bench.merging()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
