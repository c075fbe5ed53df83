"""With --read-only no command writes the estate file, whatever it would add to it. Proves C3, C8."""

from pathlib import Path

import pytest

from console.cli import program

TEXT = "name: shop\nclusters: [{key: main}]\n"
DRAFT = "projects:\n  - {key: web, url: https://git.example/web.git}\n"


@pytest.mark.parametrize("words", [("--from", "draft.yaml"), ("--list", "list.txt", "--no-look", "--save")])
def test_projects_are_not_imported_by_who_reads_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "estate.yaml"
    for name, text in (("estate.yaml", TEXT), ("draft.yaml", DRAFT), ("list.txt", "https://git.example/web.git\n")):
        (tmp_path / name).write_text(text)
    asked = ["--temp-profile", "--estate", str(file), "audit", "import", *words]
    assert program.run(["--read-only", *asked]) == 4
    assert "--read-only" in capsys.readouterr().err
    assert file.read_text() == TEXT
    if "--from" in words:
        assert program.run(asked) == 0  # and without it they are
        assert "web.git" in file.read_text()
