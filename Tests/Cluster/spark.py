"""Spark for the test: PySpark in a virtual environment, and a run of the driver that loses an executor."""

import os
import re
import shutil
import subprocess
import sys

PYSPARK = "4.3.0"  # needs Java 17 or newer
JAVA_LEAST = 17
# Two executor processes with a core and a gigabyte each, on this machine.
MASTER = "local-cluster[2,1,1024]"


def why_not():
    """What is missing for Spark here; None where it can be tried."""
    if not os.path.exists("/proc/self/status"):
        return "executors are found in /proc, which is not here"
    java = os.environ.get("JAVA_HOME", "") + "/bin/java"
    java = java if os.access(java, os.X_OK) else shutil.which("java")
    if not java:
        return "there is no Java here"
    said = subprocess.run([java, "-version"], stderr=subprocess.PIPE, text=True).stderr
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) < JAVA_LEAST:
        return f"Java {JAVA_LEAST} is needed, here is {said.splitlines()[0] if said else 'another'}"
    return None


class Environment:
    """A virtual environment with PySpark; installed while something else goes on."""

    def __init__(self, folder):
        self.python = os.path.join(folder, "bin", "python")
        self.log = os.path.join(folder, "install.log")
        self.process = None
        if self.ask("pyspark.__version__") == PYSPARK:
            return
        os.makedirs(folder, exist_ok=True)
        pip = f'"{self.python}" -m pip install --disable-pip-version-check pyspark=={PYSPARK}'
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f'"{sys.executable}" -m venv "{folder}" && {pip}'],
            stdout=open(self.log, "w"), stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def ask(self, expression):
        """What an expression about `pyspark` comes to there; nothing where there is none."""
        if not os.path.exists(self.python):
            return ""
        asked = subprocess.run(
            [self.python, "-c", f"import os, pyspark; print({expression})"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return asked.stdout.strip()

    def wait(self):
        """Waits for the installation; whether there is a PySpark."""
        if self.process:
            self.process.wait()
        return self.ask("pyspark.__version__") == PYSPARK

    def stop(self):
        """Ends an installation that nobody waits for any more."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


# Stands for the program where Spark starts a worker: notes the executor above it; and when half of the
# partitions have begun and two executors were seen, one of them is killed after two lines of its part.
# The environment is empty: only what the shell itself can do.
STAND_IN = r"""#!/bin/sh
case " $* " in *" --worker "*) ;; *) exec "@PROGRAM@" "$@" ;; esac
executor=$$
while read -r name < "/proc/$executor/comm" && [ "$name" != java ]; do
  while read -r key value; do
    if [ "$key" = PPid: ]; then executor=$value; break; fi
  done < "/proc/$executor/status"
done
echo "$executor" >> "@FOLDER@/starts"
count=0 others=0
while read -r started; do
  count=$((count + 1))
  [ "$started" = "$executor" ] || others=$((others + 1))
done < "@FOLDER@/starts"
if [ $count -ge @HALF@ ] && [ $others -gt 0 ] && (set -C; echo "$executor" > "@FOLDER@/killed") 2> /dev/null
then
  { read -r first; read -r second; printf '%s\n' "$first" "$second"; } | "@PROGRAM@" "$@"
  kill -9 "$executor"
  exit 1
fi
exec "@PROGRAM@" "$@"
"""


def run(environment, driver, program, experiment, output, folder, partitions):
    """Runs the driver on two executors and kills one midway. Returns what happened: the executors that
    workers were started by, one entry a start, and the one that was killed (None: none was)."""
    os.makedirs(folder)
    stand_in = os.path.join(folder, "zhibiao")
    text = STAND_IN.replace("@PROGRAM@", program).replace("@FOLDER@", folder)
    with open(stand_in, "w") as file:
        file.write(text.replace("@HALF@", str(partitions // 2)))
    os.chmod(stand_in, 0o755)
    settings = {
        "spark.ui.enabled": "false",
        "spark.log.level": "WARN",
        "spark.driver.host": "127.0.0.1",
        # Both executors are there before the first partition is given away.
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "120s",
    }
    home = environment.ask("os.path.dirname(pyspark.__file__)")
    command = [home + "/bin/spark-submit", "--master", MASTER]
    for name, value in settings.items():
        command += ["--conf", f"{name}={value}"]
    command += [driver, "--program", stand_in, "--experiment", experiment, "--output", output,
                "--partitions", str(partitions)]
    variables = dict(
        os.environ, SPARK_HOME=home, PYSPARK_PYTHON=environment.python, SPARK_LOCAL_IP="127.0.0.1",
        PYSPARK_DRIVER_PYTHON=environment.python, SPARK_WORKER_DIR=folder + "/work",
        SPARK_LOCAL_DIRS=folder + "/local")
    log = os.path.join(folder, "log")
    with open(log, "w") as file:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=variables, timeout=300)
    with open(log) as file:
        said = file.read()
    if ended.returncode != 0:
        raise RuntimeError(f"the driver ended with {ended.returncode}:\n{said[-4000:]}")
    starts = open(folder + "/starts").read().split()
    killed = folder + "/killed"
    return starts, open(killed).read().strip() if os.path.exists(killed) else None
