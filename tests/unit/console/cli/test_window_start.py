"""Opening the window by the shortest way: what is wrong with the settings is noted once (proves C5)."""

import gc
import os
import signal
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType

import pytest

from console.cli import window_start
from console.kernel.paths import Paths
from console.settings.settings_file import settings_file


def test_damaged_settings_are_noted_once_for_the_window_and_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = Paths.under(tmp_path)
    paths.config.mkdir(parents=True)
    settings_file(paths).write_text("{")
    notes: list[str] = []
    read = [window_start._settings(paths, notes) for _ in range(2)]
    assert read[0] == read[1]
    assert len(notes) == 1
    assert "defaults are used" in notes[0]
    assert capsys.readouterr().err == f"{notes[0]}\n"


def test_a_signal_before_the_window_is_up_ends_the_program_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Proves C4: what was opened is closed, and the code is that of a service manager's signal."""
    closed: list[str] = []

    def opening(_profile: object, *, loading: AbstractContextManager[None], **_more: object) -> int:
        try:
            with loading:
                os.kill(os.getpid(), signal.SIGTERM)
                closed.append("Qt is loaded whole")
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            closed.append("the session")
        return 0

    monkeypatch.setattr("console.bootstrap.run_window", opening)
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        assert window_start.start([]) == 143
    finally:
        signal.signal(signal.SIGTERM, before)
        gc.enable()
    assert closed == ["Qt is loaded whole", "the session"]
    assert capsys.readouterr().err.strip() == "Interrupted."


def test_a_signal_while_modules_are_loaded_is_told_in_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Proves C4: no traceback, however early it comes."""
    loading = ModuleType("console.bootstrap")
    vars(loading)["__getattr__"] = lambda _name: os.kill(os.getpid(), signal.SIGTERM)
    monkeypatch.setitem(sys.modules, "console.bootstrap", loading)
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        assert window_start.start([]) == 143
    finally:
        signal.signal(signal.SIGTERM, before)
        gc.enable()
    assert capsys.readouterr().err.strip() == "Interrupted."
