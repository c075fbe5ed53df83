"""Run a soak: ``python -m tests.soak --hours 24 --speed 48`` (simulated hours), or ``--real-hours 2``; see the help."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
BUILD = Path(__file__).resolve().parents[2] / "build"


def main(arguments: list[str]) -> int:
    """Return 0 when nothing grew and nothing was lost."""
    from tests.soak.soak import Plan, soak
    from tests.soak.table import verdict, write_samples

    wanted = _options(arguments)
    lasts_s = wanted.real_hours * 3_600 if wanted.real_hours else wanted.hours * 3_600 / wanted.speed
    speed = 1.0 if wanted.real_hours else wanted.speed
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        plan = Plan(Path(folder), BUILD / "lab-cache", lasts_s, speed, dwell_s=wanted.dwell)
        course = soak(plan, lambda line: print(line, flush=True))
    file = BUILD / "soak" / f"{time.strftime('%Y%m%d-%H%M%S')}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_samples(course.samples, file)
    try:
        lines, passed = verdict(course)
    except ValueError as error:
        lines, passed = [str(error), *course.faults, *course.errors], False
    print(*lines, f"samples: {file}", "passed" if passed else "FAILED", sep="\n")
    return 0 if passed else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=24.0, help="simulated hours")
    parser.add_argument("--speed", type=float, default=48.0, help="simulated seconds in a second")
    parser.add_argument("--real-hours", type=float, default=0.0, help="hours in real time instead")
    parser.add_argument("--dwell", type=float, default=0.6, help="seconds for which a page is looked at")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
