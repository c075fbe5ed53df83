"""Audits become alerts, incidents and messages to the right team. Proves G1.8, G1.10."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.audit.audit_decision import DAY_S
from console.domain.audit.audit_profile import OPEN_SOURCE, STARTUP, AuditProfile
from console.kernel.paths import Paths
from console.services.audits.audit_alerts import audit_alerts
from console.services.audits.audit_places import audit_places
from console.store.audits.audit_book import AuditBook, AuditRecord
from tests.fakes.incident_console import IncidentConsole

_POLICY = """
projects:
  - {key: web, url: "https://git.example/web.git", team: content}
  - {key: bff, url: "https://git.example/bff.git", team: platform}
teams:
  - {key: content}
  - {key: platform}
notification_policy:
  routes:
    - {teams: [content], channels: [chat]}
    - {teams: [platform], channels: [pager]}
"""
NOW_S = 1_767_603_600.0  # the played clock's first moment


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.under(tmp_path / "home")


@pytest.fixture
def console(tmp_path: Path, paths: Paths) -> Iterator[IncidentConsole]:
    made = IncidentConsole(tmp_path, _POLICY, audits=audit_alerts(paths))
    yield made
    made.close()


def _audited(
    paths: Paths, project: str, team: str, *, failed: int = 0, health: float = 90.0, days_ago: float = 0.0,
    profile: AuditProfile = OPEN_SOURCE,
) -> None:  # fmt: skip
    statuses = {f"audit{n}": "failed" if n < failed else "passed" for n in range(8)}
    AuditBook(audit_places(paths).book).add(
        AuditRecord(
            project, f"https://git.example/{project}.git", f"{days_ago}", NOW_S - days_ago * DAY_S,
            (f"{project}{days_ago}",), health, False, statuses, failed, 1.0, "", profile, "", team,
        )
    )  # fmt: skip


def test_a_high_violation_rate_is_told_to_the_team_that_owns_the_projects(
    console: IncidentConsole, paths: Paths
) -> None:
    _audited(paths, "web", "content", failed=4)
    _audited(paths, "bff", "platform")
    console.tell()
    (told,) = console.channels["chat"].told
    assert told.title.startswith("High violation rate:")
    assert "4 of 8 audits failed in 1 project, most in web" in told.title + told.text
    assert dict(told.facts)["Team"] == "content"
    assert console.channels["pager"].told == []
    _audited(paths, "web", "content", days_ago=-0.1)
    console.after(31)
    console.after(61)
    console.after(121)
    assert [one.act.value for one in console.channels["chat"].told] == ["trigger", "resolve"]


def test_each_team_has_an_incident_of_its_own(console: IncidentConsole, paths: Paths) -> None:
    _audited(paths, "web", "content", failed=4)
    _audited(paths, "bff", "platform", failed=8)
    console.tell()
    assert sorted(one.team for one in console.incidents) == ["content", "platform"]
    assert len(console.channels["pager"].told) == 1


def test_falling_health_is_a_prediction_warning_before_anything_fails(console: IncidentConsole, paths: Paths) -> None:
    for day in range(8):
        health = 95.0 - 2.5 * day
        _audited(paths, "web", "content", health=health, days_ago=8.0 - day, profile=STARTUP)
    console.tell()
    (told,) = console.channels["chat"].told
    assert told.title.startswith("Prediction warning:")
    assert "web will soon no longer pass" in told.title + told.text


def test_projects_that_the_estate_does_not_have_and_audits_that_pass_are_quiet(
    console: IncidentConsole, paths: Paths
) -> None:
    _audited(paths, "elsewhere", "content", failed=8)
    _audited(paths, "web", "content", failed=1)
    console.tell()
    assert console.incidents == ()
