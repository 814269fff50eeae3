"""Runs the cells of an experiment on Spark and writes the workers' lines to one file.

    spark-submit spark_cells.py --program /shared/zhibiao --experiment /shared/EXP.json --output cells.jsonl

Then `zhibiao simulate EXP.json --merge - -o DIR < cells.jsonl` makes the folder, and refuses anything
that is missing, doubled or changed.
"""

import argparse
import os
import shlex
import subprocess

from pyspark.sql import SparkSession


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--program", required=True, help="zhibiao, by an absolute path")
    arguments.add_argument("--experiment", required=True, help="the experiment, by an absolute path")
    arguments.add_argument("--output", required=True, help="the file of lines")
    arguments.add_argument("--partitions", type=int, default=0, help="default: 4 a core")
    options = arguments.parse_args()
    program, experiment = map(os.path.abspath, (options.program, options.experiment))

    listed = subprocess.run(
        [program, "simulate", experiment, "--cells"], check=True, stdout=subprocess.PIPE, text=True)
    cells = listed.stdout.splitlines()

    spark = SparkSession.builder.appName("zhibiao simulate").getOrCreate()
    context = spark.sparkContext
    # A process starts for each partition, also for an empty one.
    partitions = options.partitions or 4 * context.defaultParallelism
    partitions = max(1, min(partitions, len(cells)))
    worker = " ".join(map(shlex.quote, [program, "simulate", experiment, "--worker"])) + " --threads 1"
    # checkCode: a worker that dies is an error, and its partition is run again. `collect` runs all
    # partitions side by side; a local iterator would run one after another.
    answers = context.parallelize(cells, partitions).pipe(worker, env={}, checkCode=True).collect()
    spark.stop()
    if len(answers) != len(cells):
        raise SystemExit(f"{len(answers)} answers for {len(cells)} cells")
    with open(options.output + ".partial", "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in answers)
    os.replace(options.output + ".partial", options.output)


if __name__ == "__main__":
    main()
