#!/usr/bin/env python3
"""Tries the mutants of mutants.txt: does a test notice each?

    Tests/Mutants/run.py             tries what was not tried yet
    Tests/Mutants/run.py 17 23       tries these
    Tests/Mutants/run.py --again     tries survivors once more
    Tests/Mutants/run.py --built     tries the copy as it was built, whatever changed since
    Tests/Mutants/run.py --check     only says whether the list fits the sources
    Tests/Mutants/run.py --show 17   the change itself, as a diff

All mutants are compiled into one copy of the package, each behind a switch (`on(17) ? mutant :
original`), so that one build serves them all; the tree that you work in is never touched. The copy and
the results lie in .build-mutants, or where --folder says; a run that was cut short goes on where it
stopped. A mutant is killed where its tests fail, crash or take too long. With no mutant switched on the
same tests must pass: that is tried first.
"""

import difflib
import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ["Package.swift", "Sources", "Tests", "Benchmarks", "datasets"]
STALE_MAX = 5  # of about a hundred, before --check fails: so many may survive, too
PATIENCE = 240  # seconds, many times what the slowest tests take; a mutant that takes longer does not end

SWITCH_C = """#include <stdbool.h>
#include <stdlib.h>

static int chosen;
__attribute__((constructor)) static void choose(void) {
  const char *text = getenv("ZHIBIAO_MUTANT");
  chosen = text ? atoi(text) : 0;
}
bool zb_mutant(int number) { return number == chosen; }
"""
SWITCH_SWIFT = '\n@_silgen_name("zb_mutant") private func mutantIsOn(_ number: Int32) -> Bool\n'


class Mutant:
    def __init__(self, number, file, tests, which, place):
        self.number, self.file, self.tests, self.which = number, "Sources/" + file, tests, which
        mark = re.search(r"<<(.*?) => (.*?)>>|<!(.*?) => (.*?)!>", place, re.S)
        if not mark:
            sys.exit(f"mutant {number}: no <<old => new>> in its place")
        self.isStatement = mark.group(1) is None
        self.old, self.new = mark.group(3, 4) if self.isStatement else mark.group(1, 2)
        self.before, self.behind = place[: mark.start()], place[mark.end():]
        self.key = hashlib.sha256(f"{file} {tests} {which} {place}".encode()).hexdigest()[:12]

    def find(self, text):
        """Where the old words begin, or None where the place is not there as often as it should be."""
        words = self.before + self.old + self.behind
        found = [at for at in range(len(text)) if text.startswith(words, at)]
        if len(found) != self.which[1]:
            return None
        return found[self.which[0] - 1] + len(self.before)

    def switched(self):
        if self.isStatement:
            return f"if mutantIsOn({self.number}) {{ {self.new} }} else {{ {self.old} }}"
        return f"(mutantIsOn({self.number}) ? ({self.new}) : ({self.old}))"


def read_list():
    mutants, head = [], None
    for line in (Path(__file__).parent / "mutants.txt").read_text().splitlines():
        if line.startswith("    ") and head:
            mutants.append(Mutant(*head, line[4:]))
            head = None
        elif line[:1].isdigit():
            words = line.split()
            which = tuple(map(int, words[3].split("/"))) if len(words) > 3 else (1, 1)
            head = (int(words[0]), words[1], words[2], which)
        elif line and not line.startswith("#"):
            sys.exit(f"mutants.txt: cannot read: {line}")
    return mutants


def stale(mutants):
    return [m for m in mutants if m.find((ROOT / m.file).read_text()) is None]


def mutated(mutants):
    """The files that change, with every mutant behind its switch."""
    files = {}
    for file in {m.file for m in mutants}:
        text = (ROOT / file).read_text()
        edits = sorted((m.find(text), m) for m in mutants if m.file == file)
        for (at, one), (next_at, _) in zip(edits, edits[1:]):
            if at + len(one.old) > next_at:
                sys.exit(f"mutant {one.number} and the next one in {file} overlap")
        for at, mutant in reversed(edits):
            text = text[:at] + mutant.switched() + text[at + len(mutant.old):]
        files[file] = (text + SWITCH_SWIFT).encode()
    files["Sources/CKernels/mutant.c"] = SWITCH_C.encode()
    return files


def mirror(tree, files):
    """Makes `tree` what the package would be; files that are right already are left alone."""
    wanted = dict(files)
    for part in PARTS:
        for path in [ROOT / part] if (ROOT / part).is_file() else (ROOT / part).rglob("*"):
            name = str(path.relative_to(ROOT))
            if path.is_file() and name not in wanted:
                wanted[name] = path.read_bytes()
    for part in PARTS:
        for path in (tree / part).rglob("*"):
            if path.is_file() and str(path.relative_to(tree)) not in wanted:
                path.unlink()
    for name, content in wanted.items():
        path = tree / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def kill(process):
    """Ends a process and all that it started, which may be in groups of their own."""
    children = {}
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], stdout=subprocess.PIPE, text=True)
    for line in table.stdout.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    waiting = [process.pid]
    while waiting:
        number = waiting.pop()
        waiting += children.get(number, [])
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            pass


def test(tree, tests, number):
    """Runs the tests with one mutant on. Returns the verdict and the seconds."""
    command = ["swift", "test", "--skip-build", "--disable-xctest", "--filter", tests]
    environment = dict(os.environ, ZHIBIAO_MUTANT=str(number))
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=tree, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace")
    watch = threading.Timer(PATIENCE, kill, (process,))
    watch.start()
    lines, verdict = [], None
    for line in process.stdout:
        lines.append(line)
        if " recorded an issue" in line and number != 0:
            # One is enough.
            verdict = "killed"
            kill(process)
            break
    process.stdout.close()
    code = process.wait()
    if not watch.is_alive() and verdict is None:
        verdict = "timeout"
    watch.cancel()
    verdict = verdict or ("survived" if code == 0 else "killed")
    if number == 0 and verdict == "killed":
        print("".join(lines)[-3000:])
    if number == 0 and not re.search(r"Test run with [1-9]", "".join(lines)):
        verdict = "no tests"
    return verdict, time.monotonic() - start


def results(path):
    found = {}
    if path.exists():
        for line in path.read_text().splitlines():
            number, key, verdict, seconds = line.split("\t")
            found[int(number), key] = verdict
    return found


def main():
    arguments = sys.argv[1:]
    folder = ROOT / ".build-mutants"
    if "--folder" in arguments:
        at = arguments.index("--folder")
        folder = Path(arguments[at + 1]).resolve()
        del arguments[at:at + 2]
    mutants = read_list()
    gone = stale(mutants)
    for mutant in gone:
        print(f"stale: mutant {mutant.number}: its place in {mutant.file} is not there as listed")
    if arguments == ["--check"]:
        print(f"{len(mutants)} mutants, {len(gone)} stale")
        sys.exit(1 if len(gone) > STALE_MAX else 0)
    mutants = [m for m in mutants if m not in gone]
    if arguments[:1] == ["--show"]:
        for mutant in mutants:
            if str(mutant.number) in arguments[1:]:
                text = (ROOT / mutant.file).read_text()
                at = mutant.find(text)
                new = text[:at] + mutant.new + text[at + len(mutant.old):]
                sys.stdout.writelines(difflib.unified_diff(
                    text.splitlines(True), new.splitlines(True), mutant.file, mutant.file))
        return

    tree = folder / "tree"
    isBuilt = "--built" in arguments
    if not isBuilt:
        mirror(tree, mutated(mutants))
    path = folder / "results.txt"
    known = results(path)
    chosen = [m for m in mutants if str(m.number) in arguments]
    if not chosen:
        wanted = {"survived", None} if "--again" in arguments else {None}
        chosen = [m for m in mutants if known.get((m.number, m.key)) in wanted]
    print(f"{len(chosen)} mutants to try", flush=True)
    if not isBuilt:
        build = subprocess.run(
            ["swift", "build", "--build-tests"], cwd=tree, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        if build.returncode != 0:
            print("\n".join(l for l in build.stdout.decode().splitlines() if "error:" in l))
            sys.exit("a mutant does not compile: an error of the list")
        # What stands in the list must be there, and pass where nothing is wrong.
        tests = "|".join(sorted({t for m in chosen for t in m.tests.split("|")}))
        verdict, seconds = test(tree, tests, 0)
        print(f"no mutant\t{verdict}\t{seconds:.0f} s", flush=True)
        if verdict != "survived":
            sys.exit("without a mutant the tests should pass")
    for mutant in chosen:
        verdict, seconds = test(tree, mutant.tests, mutant.number)
        known[mutant.number, mutant.key] = verdict
        print(f"{mutant.number:03}\t{verdict}\t{seconds:.0f} s\t{mutant.file}", flush=True)
        with path.open("a") as file:
            file.write(f"{mutant.number}\t{mutant.key}\t{verdict}\t{seconds:.0f}\n")
    verdicts = [known.get((m.number, m.key), "not tried") for m in mutants]
    survivors = [m.number for m, v in zip(mutants, verdicts) if v == "survived"]
    print(f"{len(mutants)} mutants: " + ", ".join(
        f"{verdicts.count(v)} {v}" for v in sorted(set(verdicts))))
    print("survivors:", survivors)


if __name__ == "__main__":
    main()
