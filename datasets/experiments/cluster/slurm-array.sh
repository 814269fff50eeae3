#!/bin/sh
# One task of a Slurm array: sbatch --array=0-199 slurm-array.sh EXPERIMENT.json PARTS
# ZHIBIAO names the program where it is not on the PATH.
#SBATCH --job-name=zhibiao
#SBATCH --ntasks=1
set -eu
experiment=${1:?EXPERIMENT.json}
parts=${2:?PARTS}
part=${SLURM_ARRAY_TASK_ID:?run by sbatch --array}
count=${SLURM_ARRAY_TASK_COUNT:?run by sbatch --array}
exec "${ZHIBIAO:-zhibiao}" simulate "$experiment" --shard "$part/$count" -o "$parts" \
  --threads "${SLURM_CPUS_PER_TASK:-1}"
