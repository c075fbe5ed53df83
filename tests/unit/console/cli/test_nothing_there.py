"""An estate without what a command asks: a sentence that says so, never an empty name and never a success."""

from pathlib import Path

import pytest

from console.cli import program


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("metrics query up", "The estate has no metric server. Add one to the estate file."),
        ("judge --baseline a --canary b", "The estate has no metric server. Add one to the estate file."),
        ("metrics labels -c prom", "The estate has no metric server 'prom'. There are: none."),
        ("notify test", "The estate has no channel to people. Add one to the estate file."),
    ],
)
def test_what_the_estate_does_not_have_is_told_as_a_wrong_use(
    words: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A test message to nobody is no success. (proves C8)"""
    (tmp_path / "estate.yaml").write_text("name: mini\n")
    assert program.run(["--temp-profile", "--estate", str(tmp_path / "estate.yaml"), *words.split()]) == 2
    told_now = capsys.readouterr()
    assert told_now.err == f"error: {told}\n"
    assert not told_now.out
