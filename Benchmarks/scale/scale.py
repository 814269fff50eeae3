#!/usr/bin/env python3
"""The whole scale: what a student costs, from a thousand students to ten million.

    swift build -c release
    python3 Benchmarks/scale/scale.py            # everything; needs some 5 GB of disk for a while
    python3 Benchmarks/scale/scale.py --only choices --students 100000
    python3 Benchmarks/scale/scale.py --plot     # draws scale.csv again

For each size a city is generated, allocated `--runs` times by the whole program, from files to synced
results, and removed. The shortest of the runs is kept: processor time and time on the clock a student, and
the most memory held, beside the goal of 1.5 × (input + 64 bytes a student). Written to scale.csv and
scale.svg beside this script. Needs Python 3.9 or newer on a POSIX system, and nothing else.
"""

import argparse
import csv
import datetime
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FIELDS = ["series", "at", "students", "programmes", "schools", "choices", "input_bytes", "wall_s",
          "cpu_s", "peak_bytes"]
SERIES = {
    "students": [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
                 2_000_000, 5_000_000, 10_000_000],
    "choices": [1, 2, 4, 8, 12, 16, 20, 30],
    "programmes": [30, 100, 300, 1_000, 2_000, 5_000],
    "middle schools": [20, 200, 2_000, 10_000, 20_000, 50_000],
}


def shape(series, at, students):
    """Students, programmes, middle schools and choices of a city: a large real one's but for `series`."""
    city = {"students": students, "programmes": 300, "schools": 2_000, "choices": 12}
    key = "schools" if series == "middle schools" else series
    city[key] = at
    # A small city has no more schools than it has classes, as a real one.
    if series == "students":
        city["programmes"] = min(300, max(20, at // 400))
        city["schools"] = min(2_000, max(10, at // 100))
    return city


def measure(options, series, at, folder):
    """One row of the result."""
    city = shape(series, at, options.students)
    case, run = os.path.join(folder, "city"), os.path.join(folder, "run")
    districts = max(1, min(20, city["schools"] // 10, city["programmes"] // 10))
    subprocess.run(
        [options.program, "generate", "-o", case, "--students", str(city["students"]),
         "--programmes", str(city["programmes"]), "--middle-schools", str(city["schools"]),
         "--districts", str(districts), "--choices", str(city["choices"])],
        check=True, stdout=subprocess.DEVNULL,
    )
    size = sum(os.path.getsize(os.path.join(case, name)) for name in os.listdir(case))
    runs = max(2, min(20, options.runs * 1_000_000 // city["students"]))
    wall, cpu, peak = math.inf, math.inf, 0
    for _ in range(runs + 1):
        start = time.perf_counter()
        process = subprocess.Popen(
            [options.program, "allocate", case, "-o", run], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"allocate ended with {process.returncode} at {series} = {at}")
        shutil.rmtree(run)
        wall, cpu = min(wall, seconds), min(cpu, usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
    shutil.rmtree(case)
    row = {"series": series, "at": at, **city, "input_bytes": size, "wall_s": round(wall, 6),
           "cpu_s": round(cpu, 6), "peak_bytes": peak}
    n = city["students"]
    print(f"{series:15}{at:>12,}{wall / n * 1e9:>10.0f} ns{cpu / n * 1e9:>8.0f} ns cpu"
          f"{peak / n:>8.0f} B{peak / (1.5 * (size + 64 * n)):>7.2f} of the goal", flush=True)
    return row


# The plot.

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 430, 270, 56, 50, 34, 40
BLUE, ORANGE, GREY = "#1b5e9b", "#c2571a", "#8a8a8a"


def text(x, y, words, size=11, anchor="middle", colour="#333"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
            f'fill="{colour}">{words}</text>')


def short(value):
    for unit, name in [(1_000_000, "M"), (1_000, "k")]:
        if value >= unit:
            return f"{value / unit:g}{name}"
    return f"{value:g}"


def steps(values):
    """Four steps from 0 to at least the largest of `values`, and how high a value stands, from 0 to 1."""
    most = max(values)
    unit = 10 ** math.floor(math.log10(most / 4))
    step = next(unit * k for k in (1, 2, 2.5, 5, 10) if unit * k * 4 >= most)
    return [step * k for k in range(5)], lambda value: value / (4 * step)


def decades(values):
    """Powers of ten around `values`, and how high a value stands among them, from 0 to 1."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return ([10 ** k for k in range(low, high + 1)],
            lambda value: (math.log10(value) - low) / (high - low))


def panel(rows, series, left, top):
    """One series: processor time on the left axis (it says the same on a busy machine), memory on the
    right one, sizes on a logarithmic axis; so are all three where students grow."""
    rows = [row for row in rows if row["series"] == series]
    xs = [math.log10(float(row["at"])) for row in rows]
    students = [float(row["students"]) for row in rows]
    low, high = min(xs), max(max(xs), min(xs) + 0.1)
    x0, x1, y0, y1 = left + LEFT, left + WIDTH - RIGHT, top + HEIGHT - BOTTOM, top + TOP
    across = lambda x: x0 + (x - low) / (high - low) * (x1 - x0)
    cpu = [float(row["cpu_s"]) / n * 1e9 for row, n in zip(rows, students)]
    memory = [float(row["peak_bytes"]) / n for row, n in zip(rows, students)]
    mark = [1.5 * (float(row["input_bytes"]) / n + 64) for row, n in zip(rows, students)]
    # A process has a fixed cost, which stands above everything where students are few.
    scale = decades if series == "students" else steps
    (times, time_height), (bytes_, byte_height) = scale(cpu), scale(memory + mark)
    up = lambda height: y0 - height * (y0 - y1)
    of = "" if series == "students" else f", {students[0]:,.0f} students"
    out = [text(left + WIDTH / 2, top + 18, f"by {series}{of}", 13)]
    for tick in times:
        y = up(time_height(tick))
        out.append(f'<line x1="{x0}" y1="{y:.1f}" x2="{x1}" y2="{y:.1f}" stroke="#ddd"/>')
        out.append(text(x0 - 5, y + 4, f"{tick:,.0f}", 10, "end", BLUE))
    for tick in bytes_:
        out.append(text(x1 + 5, up(byte_height(tick)) + 4, f"{tick:,.0f}", 10, "start", ORANGE))
    last = -100
    for row, x in zip(rows, xs):
        if across(x) - last > 26:
            last = across(x)
            out.append(text(last, y0 + 15, short(float(row["at"])), 10))
    for values, height, colour, dash in [
        (mark, byte_height, GREY, ' stroke-dasharray="4 3"'), (memory, byte_height, ORANGE, ""),
        (cpu, time_height, BLUE, ""),
    ]:
        points = [(across(x), up(height(value))) for x, value in zip(xs, values)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.6"{dash}/>')
        if not dash:
            out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{colour}"/>' for x, y in points]
    return out


def plot(rows, said, path):
    series = [name for name in SERIES if any(row["series"] == name for row in rows)]
    height = TOP + HEIGHT * ((len(series) + 1) // 2) + 34
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {height}" '
        f'font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>',
        text(WIDTH, 22, "What a student costs: the whole of zhibiao allocate", 15),
    ]
    for number, name in enumerate(series):
        out += panel(rows, name, number % 2 * WIDTH, TOP + number // 2 * HEIGHT)
    legend = [(BLUE, "processor time, ns"), (ORANGE, "most memory, bytes"),
              (GREY, "its goal: 1.5 × (input + 64)")]
    for number, (colour, words) in enumerate(legend):
        x = 60 + number * 200
        out.append(f'<line x1="{x}" y1="{height - 22}" x2="{x + 20}" y2="{height - 22}" '
                   f'stroke="{colour}" stroke-width="3"/>')
        out.append(text(x + 26, height - 18, words, 11, "start"))
    out.append(text(2 * WIDTH - 8, height - 4, said, 9, "end", GREY))
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n</svg>\n")


def machine():
    try:
        with open("/proc/cpuinfo") as file:
            name = next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        name = "processors"
    return f"{os.cpu_count()} × {name}, {datetime.date.today()}"


def known(table):
    """The rows measured before, whose series stay as they are unless asked for."""
    if not os.path.exists(table):
        return []
    with open(table) as file:
        file.readline()
        return list(csv.DictReader(file))


def write(table, rows):
    order = list(SERIES)
    with open(table, "w", newline="") as file:
        file.write(f"# {machine()}\n")
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: order.index(row["series"])))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(SERIES), help=f"of {', '.join(SERIES)}")
    parser.add_argument("--students", type=int, default=1_000_000, help="of all series but the first")
    parser.add_argument("--most", type=int, default=10_000_000, help="students of the first, at most")
    parser.add_argument("--runs", type=int, default=4, help="runs of a million students")
    parser.add_argument("--program", default=".build/release/zhibiao")
    parser.add_argument("--folder", help="where cities are written (default: temporary files)")
    parser.add_argument("--output", default=HERE, help="where scale.csv and scale.svg go")
    parser.add_argument("--plot", action="store_true", help="draw the numbers that are there")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    table = os.path.join(options.output, "scale.csv")
    if not options.plot:
        folder = tempfile.mkdtemp(prefix="zhibiao-scale-", dir=options.folder)
        wanted = options.only.split(",")
        rows = [row for row in known(table) if row["series"] not in wanted]
        try:
            for series in wanted:
                for at in SERIES[series]:
                    if series != "students" or at <= options.most:
                        rows.append(measure(options, series, at, folder))
                        write(table, rows)
        finally:
            shutil.rmtree(folder)
    with open(table) as file:
        said = file.readline()[2:].strip()
        plot(list(csv.DictReader(file)), said, os.path.join(options.output, "scale.svg"))


if __name__ == "__main__":
    main()
