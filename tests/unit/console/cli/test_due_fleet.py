"""Which projects a fleet takes: of a team, those that are due, or a list. Proves G1.4."""

from pathlib import Path

import pytest

from console.cli import program
from console.cli.audit_carrying import LOCAL
from console.kernel.clock import SystemClock
from console.kernel.paths import Paths
from console.services.audits.audit_places import audit_places
from console.services.audits.beyond_lines import CLUSTER
from console.services.audits.dispatch_place import CI, SERVICE
from console.store.audits.audit_book import AuditBook, AuditRecord

ESTATE = """name: shop
teams: [{key: red}, {key: blue}]
github: [{key: hub}]
projects:
  - {key: web, url: "https://github.com/acme/web", team: red, every_hours: 24}
  - {key: api, url: "https://github.com/acme/api", team: blue, every_hours: 24}
"""


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command over an estate of two teams, of which red's project has just been audited."""
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    now_s = SystemClock().now().timestamp()
    book = AuditBook(audit_places(Paths.for_user()).book)
    book.add(AuditRecord("web", "https://github.com/acme/web", "c", now_s, ("0" * 20,), 90.0, False, {}, 0, 1.0))
    file = tmp_path / "estate.yaml"
    file.write_text(ESTATE)
    return ["--estate", str(file), "audit", "fleet"]


@pytest.mark.parametrize(
    ("words", "told", "code"),
    [
        ("--due --team red", "No project is due.", 0),
        ("--due web", "No project is due.", 0),
        ("--due --team green", "The estate has no team 'green'.", 2),
        ("--due gone", "The estate has no project 'gone'.", 2),
        ("--due --list x", "--due is for projects of the estate", 2),
    ],
)
def test_what_is_due_is_chosen_of_what_was_named(
    fleet: list[str], capsys: pytest.CaptureFixture[str], words: str, told: str, code: int
) -> None:
    assert program.run([*fleet, *words.split()]) == code
    assert told in capsys.readouterr().err


def test_insights_of_a_project_that_nobody_audited_are_a_wrong_use_and_not_none(
    fleet: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistyped name must not read as “nothing is foreseen”. (proves G1.9)"""
    assert program.run([*fleet[:3], "insights", "web"]) == 0
    assert "Nothing is foreseen" in capsys.readouterr().err
    assert program.run([*fleet[:3], "insights", "web", "wep", "-o", "json"]) == 2
    told = capsys.readouterr()
    assert "'wep' was not audited here yet." in told.err
    assert not told.out


def test_the_help_names_every_kind_of_place_where_audits_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["audit", "fleet", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"“{kind}”" in told for kind in (LOCAL, CLUSTER, CI, SERVICE))
