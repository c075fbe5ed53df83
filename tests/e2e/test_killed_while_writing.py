"""Killed at any instant of writing, the profile's files are whole and the next start reads them. (endurance)"""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from console.domain.signal_key import SignalKey
from console.kernel.paths import Paths
from console.settings.recent import recent_estates
from console.settings.settings_file import load_settings
from console.store.history.history import History
from tests.fakes.waiting import wait_until

WRITER = """
import sys
from pathlib import Path
from console.domain.event import SeriesObserved
from console.domain.signal_key import SignalKey
from console.kernel.paths import Paths
from console.settings.recent import remember_estate
from console.settings.settings_file import load_settings, save_settings
from console.store.history.history import History
from console.store.state import State
root = Path(sys.argv[1])
paths = Paths.under(root)
history = History(paths.state / "history.sqlite")
settings = load_settings(paths).settings
number = 0
while True:
    number += 1
    save_settings(paths, settings)
    remember_estate(paths, root / f"estate-{number % 5}.yaml")
    times = tuple(float(number * 10 + second) for second in range(10))
    history.append("shop", [SeriesObserved(SignalKey("rps", "tokyo"), times, times)])
    history.save("shop", State(), [], [])
    (root / "going").touch()
"""


def _kill_and_look(root: Path, dice: random.Random, consoles: int) -> None:
    going = root / "going"
    going.unlink(missing_ok=True)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(root)]) for _ in range(consoles)]
    try:
        wait_until(going.exists, 20, "the first round of writing")
        with pytest.raises(subprocess.TimeoutExpired):
            writers[0].wait(dice.random() * 0.05)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait(10)
    paths = Paths.under(root)
    assert json.loads((paths.config / "settings.json").read_text())["schema_version"] == 1
    assert load_settings(paths).note == ""
    assert recent_estates(paths)
    history = History(paths.state / "history.sqlite")
    try:
        times, values = history.read("shop", SignalKey("rps", "tokyo"), 0.0, 1e9)
    finally:
        history.close()
    assert len(times) == len(values) > 0
    assert not list(paths.state.glob("*.damaged"))


def test_killed_consoles_leave_whole_files(tmp_path: Path) -> None:
    dice = random.Random(7)
    for number in range(6):
        _kill_and_look(tmp_path, dice, 1 + number % 2)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_killed_consoles_leave_whole_files(tmp_path: Path) -> None:
    dice = random.Random(11)
    for number in range(100):
        _kill_and_look(tmp_path, dice, 1 + number % 2)
