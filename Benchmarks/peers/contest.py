"""Contestants who take turns: a process each, and a table of what they took."""

import json
import os
import select
import shutil
import statistics
import subprocess
import sys
import time

PATIENCE = 120  # seconds that a contestant may take to begin, and for one run


def megabytes(usage):
    """The most memory that a process has held."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def serve(version, work):
    """The contestants' side: answers each line of standard input with a run, as a line of JSON. `work`
    returns (what to tell, what to free): freeing is not part of the next run."""
    import resource

    print(json.dumps({"version": version}), flush=True)
    for _ in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        told, held = work()
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        # What is prepared for the next run, or written down, is not timed.
        told = told() if callable(told) else told
        del held
        peak = megabytes(resource.getrusage(resource.RUSAGE_SELF))
        print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak, **told}), flush=True)


class Contestant:
    """Somebody whose times are taken."""

    def __init__(self, name, what):
        self.name, self.what, self.version = name, what, ""
        self.seconds, self.cpu, self.peak, self.failure = [], [], 0, None
        self.each = []  # processor time of what is counted

    def add(self, seconds, cpu, peak, count=0):
        self.seconds.append(seconds)
        self.cpu.append(cpu)
        if count > 1:
            self.each.append(cpu / count)
        self.peak = max(self.peak, peak)

    def close(self):
        pass


class Worker(Contestant):
    """A process of its own that answers every line it is sent with one run."""

    def __init__(self, name, what, command, outcome=None):
        super().__init__(name, what)
        self.shape, self.outcome = None, outcome
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            bufsize=0,
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
        self.process.stdin.write(b"run\n")
        answer = self.answer()
        if answer is None:
            return
        self.shape = tuple(answer.get("shape") or ())
        if counts:
            self.add(answer["seconds"], answer["cpu"], answer["peak"], answer.get("count", 0))

    def bytes(self):
        """What the first run came to; nothing before it."""
        if self.failure or not self.outcome or self.shape is None:
            return None
        with open(self.outcome, "rb") as file:
            return file.read()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class Allocation(Contestant):
    """Our whole program, a new process each time."""

    def __init__(self, program, case, folder):
        super().__init__("zhibiao allocate", "whole process")
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
            blocks = iter(lambda: file.read(1 << 20), b"")
            self.students = sum(block.count(b"\n") for block in blocks) - 1
        shutil.rmtree(self.output)
        if counts:
            self.add(seconds, usage.ru_utime + usage.ru_stime, megabytes(usage))


def take_turns(contestants, runs, compare, budget=60):
    """Everybody runs once, the answers are compared, then all take turns, so that all meet the same
    minute of the same machine. Whoever has used `budget` seconds is not asked again."""
    for one in contestants:
        one.run(False)
    compare()
    for _ in range(runs):
        for one in contestants:
            if not one.failure and (not one.seconds or sum(one.seconds) < budget):
                one.run(True)
    compare()


def milliseconds(seconds):
    value = seconds * 1e3
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(title, contestants, ours):
    """The lines of a result: milliseconds, medians as multiples of `ours`; the processor time of all
    cores together, which says more on a machine that does other work too, and its multiple; nanoseconds
    of it a proposal, where those are counted; the most memory held in megabytes."""
    yield ""
    yield title
    yield (f"  {'':28}{'min':>9}{'median':>9}{'max':>9}{'×':>9}{'cpu':>9}{'× cpu':>9}{'ns each':>9}"
           f"{'MB':>6}")
    middle = statistics.median(ours.seconds) if ours and ours.seconds else None
    middle_cpu = statistics.median(ours.cpu) if ours and ours.cpu else None
    for one in contestants:
        name = f"{one.name} {one.version}".strip()
        if one.failure or not one.seconds:
            yield f"  {name:28}  {one.failure or 'not run'}"
            continue
        median = statistics.median(one.seconds)
        cpu = statistics.median(one.cpu)
        ratio = f"{median / middle:.3g}" if middle else ""
        ratio_cpu = f"{cpu / middle_cpu:.3g}" if middle_cpu else ""
        each = f"{statistics.median(one.each) * 1e9:.3g}" if one.each else ""
        cells = [min(one.seconds), median, max(one.seconds)]
        yield (
            f"  {name:28}" + "".join(f"{milliseconds(cell):>9}" for cell in cells)
            + f"{ratio:>9}{milliseconds(cpu):>9}{ratio_cpu:>9}{each:>9}{one.peak:>6.0f}"
            + (f"  {one.what}" if one.what else "")
        )
