"""A team gets another audit profile on the command line, as on the page of audits. Proves C8, G1.7."""

from pathlib import Path

import pytest

from console.cli import program
from console.estate.load import parse_estate

TEXT = "# ours\nname: shop\nteams:\n  - {key: web, profile: startup, strictness: 0.9}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "estate.yaml"
    found.write_text(TEXT)
    return found


def run(file: Path, *words: str) -> int:
    return program.run(["--temp-profile", "--estate", str(file), "audit", "profile", *words])


def test_the_profile_is_written_and_the_old_file_kept(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "web", "enterprise") == 0
    assert "web is audited as enterprise from now on." in capsys.readouterr().err
    (team,) = parse_estate(file.read_text()).teams
    assert (team.profile, team.strictness) == ("enterprise", None)
    assert file.read_text().startswith("# ours")
    assert file.with_name("estate.yaml.bak").read_text() == TEXT


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("web", "strictest"), "no audit profile 'strictest'. There are: "),
        (("nobody", "startup"), "no team 'nobody'"),
    ],
)
def test_what_is_not_there_is_said(
    file: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert run(file, *words) == 2
    assert told in capsys.readouterr().err
    assert file.read_text() == TEXT


def test_read_only_forbids_it(file: Path) -> None:
    asked = ["--temp-profile", "--read-only", "--estate", str(file), "audit", "profile", "web", "enterprise"]
    assert program.run(asked) == 4
    assert file.read_text() == TEXT
