"""Running a child process of a benchmark: each measures in a process of its own and says what it found as JSON."""

import json
import subprocess
import sys

LIMIT_S = 900
_failed: dict[tuple[str, ...], str] = {}


def told_by(module: str, *arguments: str) -> dict[str, float]:
    """Run ``tests.benchmarks.<module>`` and return the line of JSON that it ends with; its words go to the terminal.

    One that has failed is not run again for the next line of the table.
    """
    key = (module, *arguments)
    if key not in _failed:
        command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
        try:
            said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=LIMIT_S)
        except subprocess.CalledProcessError as error:
            _failed[key] = (error.stderr.strip() or f"ended with {error.returncode}").splitlines()[-1]
        except subprocess.TimeoutExpired:
            _failed[key] = f"took more than {LIMIT_S} s"
        else:
            measured: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
            print(f"{' '.join(key)}: {measured}", file=sys.stderr)
            return measured
    raise RuntimeError(f"{module}: {_failed[key]}")
