"""The command line in a home where nothing can be written: reads work, what must be kept is refused in one sentence."""

from pathlib import Path

import pytest

from tests.fakes.broken_disk import without_write
from tests.fakes.program import Outcome, start

ESTATE = """
name: shop
clusters: [{key: main}]
github: [{key: github, token: "env:TOKEN", webhook_secret: "env:SECRET"}]
"""
ANSWERED = {0, 1, 3}  # 3: some of it could not be reached, 1: a check failed
UNLOCK = ["change", "unlock", "main", "--for", "15m", "--reason", "a test"]


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    """An estate outside the home."""
    file = tmp_path / "estate.yaml"
    file.write_text(ESTATE)
    return file


def _run(estate: Path, home: Path, words: list[str]) -> Outcome:
    places = {"CONFIG": "config", "DATA": "data", "CACHE": "cache", "STATE": "state"}
    environment = {f"XDG_{name}_HOME": str(home / place) for name, place in places.items()}
    ended = start(["--estate", str(estate), *words], environment={**environment, "HOME": str(home)}, folder=home)
    assert "Traceback" not in ended.out + ended.err, ended.err
    return ended


def test_reads_answer_and_acts_are_refused_in_one_sentence(estate: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with without_write(home):
        told = _run(estate, home, ["cells"])
        assert told.code in ANSWERED, told.err
        refused = _run(estate, home, UNLOCK)
        assert refused.code == 2, refused.err
        assert "cannot be created: " in refused.err or "cannot be written: " in refused.err
        assert len(refused.err.strip().splitlines()) == 1, refused.err
    assert list(home.iterdir()) == []
