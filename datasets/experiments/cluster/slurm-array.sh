#!/bin/sh
# One task of a Slurm array: sbatch --array=0-199 slurm-array.sh EXPERIMENT.json PARTS [N]
# N is how many parts there are; without it as many as the array has tasks, which must then be 0 to N-1.
# ZHIBIAO names the program where it is not on the PATH.
#SBATCH --job-name=zhibiao
#SBATCH --ntasks=1
set -eu
experiment=${1:?EXPERIMENT.json}
parts=${2:?PARTS}
part=${SLURM_ARRAY_TASK_ID:?run by sbatch --array}
count=${3:-${SLURM_ARRAY_TASK_COUNT:?run by sbatch --array}}
if [ $# -lt 3 ] && [ "${SLURM_ARRAY_TASK_MAX:-$((count - 1))}" -ne $((count - 1)) ]; then
  # An array of some parts, as for a second try, does not say how many there are.
  echo "slurm-array.sh: this array is not 0-$((count - 1)); name the number of all parts behind PARTS" >&2
  exit 2
fi
exec "${ZHIBIAO:-zhibiao}" simulate "$experiment" --shard "$part/$count" -o "$parts" \
  --threads "${SLURM_CPUS_PER_TASK:-1}"
