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
    partitions = options.partitions or 4 * context.defaultParallelism
    worker = " ".join(map(shlex.quote, [program, "simulate", experiment, "--worker"])) + " --threads 1"
    # checkCode: a worker that dies is an error, and its partition is run again.
    answers = context.parallelize(cells, min(partitions, max(1, len(cells)))).pipe(
        worker, env={}, checkCode=True)
    count = 0
    with open(options.output + ".partial", "w", encoding="utf-8", newline="\n") as file:
        for line in answers.toLocalIterator():
            file.write(line + "\n")
            count += 1
    spark.stop()
    if count != len(cells):
        raise SystemExit(f"{count} answers for {len(cells)} cells")
    os.replace(options.output + ".partial", options.output)


if __name__ == "__main__":
    main()
