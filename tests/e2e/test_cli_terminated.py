"""SIGTERM, as a service manager sends it: a throw-away profile does not stay behind, whatever the program is at."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.waiting import wait_until

ENDS = {signal.SIGTERM: 143, signal.SIGINT: 130}


@pytest.mark.parametrize("number", [*ENDS])
@pytest.mark.parametrize(("words", "late_s"), [("secret set name", 0.1), ("", 0.0), ("", 0.3), ("", 1.5)])
def test_a_throw_away_profile_is_removed(tmp_path: Path, number: signal.Signals, words: str, late_s: float) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-m", "console", "--temp-profile", *words.split()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as program:
        wait_until(lambda: any(tmp_path.glob("cell-console-*")), 60, "the profile")
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(late_s)  # a window is loading Qt, being made, or open
        program.send_signal(number)
        _, err = program.communicate(timeout=60)
    assert program.returncode in {ENDS[number], ENDS[number] if words else 0}
    assert "Traceback" not in err
    assert not [*tmp_path.glob("cell-console-*")]
