"""Opening the window by the shortest way: what is wrong with the settings is noted once (proves C5)."""

from pathlib import Path

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
