"""Game days on the command line with the real lab: a hidden fault, what is typed, the debrief (product P12)."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.game_day.game_day import MarkWord
from console.kernel.clock import SystemClock
from console.kernel.runtime import Runtime
from console.services.game_days.game_book import GameBook
from console.store.journal.file_journal import FileJournal
from tests.fakes.program import start
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.timeout(400)
DRAW = ("--scenario", "router-skew", "--within", "1s", "--limit", "30m", "--seed", "4", "--history-days", "0")


class Profile:
    """A profile of its own, with the journal of its game days."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {f"XDG_{one}_HOME": str(folder / one.lower()) for one in ("CONFIG", "STATE", "DATA", "CACHE")}
        self._runtime = Runtime()
        self._book = GameBook(self._runtime, SystemClock(), FileJournal(folder / "state" / "cell-console" / "gamedays"))

    def has(self, word: MarkWord) -> bool:
        """Whether something was noted in the newest game day."""
        self._runtime.run(self._book.refresh())
        return bool(self._book.days) and self._book.days[0].first(word) is not None

    def close(self) -> None:
        self._runtime.close()


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    made = Profile(tmp_path)
    yield made
    made.close()


def test_what_is_typed_is_heard_and_the_debrief_says_what_it_was(profile: Profile) -> None:
    command = [sys.executable, "-m", "console", "gameday", "run", *DRAW, "--base", str(profile.folder / "lab")]
    playing = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **profile.env, "LANG": "C.UTF-8"},
    )
    try:
        wait_until(lambda: profile.has(MarkWord.BROKEN), 60, "the fault")
        out, err = playing.communicate("it-is\nseen\nit-is router-skew\nhealed\ngive-up\n", timeout=60)
    finally:
        playing.kill()
    assert playing.returncode == 1, out + err
    assert "router-skew: Router skew" in err
    assert "The lab says that it is not." in err
    assert "Router skew: Given up. It was not healed." in out
    assert re.search(r"^Score .*40 of 100$", out, re.M), out
    listed = start(["gameday", "list"], environment=profile.env)
    assert "Given up" in listed.out
    file = profile.folder / "debrief.html"
    assert start(["gameday", "debrief", "-o", str(file)], environment=profile.env).code == 0
    assert "Lab: simulated data" in file.read_text()


@pytest.mark.slow
def test_a_rehearsal_without_people_heals_the_fault_with_the_runbook_that_fits(profile: Profile) -> None:
    command = [sys.executable, "-m", "console", "gameday", "run", "--auto", "--speed", "10", "--least", "90", *DRAW]
    command += ["--base", str(profile.folder / "lab")]
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={**os.environ, **profile.env, "LANG": "C.UTF-8"},
        timeout=350,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "It runs router-skew for osaka." in ended.stderr
    assert "Router skew: Healed and checked." in ended.stdout
