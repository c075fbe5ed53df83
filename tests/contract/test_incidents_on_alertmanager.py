"""Incidents over a real Alertmanager, told to the lab's sinks: Slack once, PagerDuty resolved, the ticket closed.

Proves E8.1, E4.2, G1.10.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.bootstrap import Profile, build_session
from console.domain.incident.incident import IncidentState
from console.estate.load import load_estate
from console.estate.write_yaml import yaml_text
from console.kernel.paths import Paths
from console.services.incidents.incident_desk import IncidentDesk
from console.services.session import Session
from console.settings.settings import Settings
from tests.fakes.notice_channels import NoticeChannels, notice_channels
from tests.fakes.real_alertmanager import RealAlertmanager, real_alertmanager
from tests.fakes.waiting import wait_until

CELL = {"alertname": "CellErrorsHigh", "cell": "tokyo", "severity": "critical"}
CHANNELS = ("slack", "pagerduty", "jira")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealAlertmanager]:
    with real_alertmanager(tmp_path_factory.mktemp("alertmanager")) as server:
        yield server


@pytest.fixture
def sinks(tmp_path: Path) -> Iterator[NoticeChannels]:
    with notice_channels(tmp_path) as channels:
        yield channels


@pytest.fixture
def session(tmp_path: Path, server: RealAlertmanager, sinks: NoticeChannels) -> Iterator[Session]:
    content: dict[str, Any] = {
        "schema_version": 1,
        "name": "shop",
        "environment": "lab",
        "alertmanagers": [{"key": "alarms", "url": server.url, "poll_s": 1}],
        "notifications": [sinks.entries[kind] for kind in CHANNELS],
        "notification_policy": {"routes": [{"channels": [f"lab-{kind}" for kind in CHANNELS]}]},
        "incidents": {"settle_min": 0},
    }
    (file := tmp_path / "estate.yaml").write_text(yaml_text(content))
    session = build_session(Profile(Paths.under(tmp_path / "profile"), Settings()))
    session.open_estate(load_estate(file).estate, file)
    session.wait_connected()
    yield session
    session.close()


def _look(session: Session, desk: IncidentDesk, until: Any) -> None:
    """Look again and again until something is so."""

    def is_so() -> bool:
        session.store.drain(1.0)
        session.runtime.run(desk.watch.look(), 20)
        session.runtime.run(desk.notices.make(), 20)
        session.runtime.run(desk.notices.send_due(), 20)
        return bool(until())

    wait_until(is_so, 30, "what the watch should see")


def test_an_alert_is_told_once_and_its_end_closes_what_it_opened(
    session: Session, server: RealAlertmanager, sinks: NoticeChannels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.domain.incident.flap.CALM_S", 0.0)  # else a minute
    desk = session.changes.incidents
    look = session.look("alerts", "silences")
    server.fire(CELL, summary="too many errors")
    _look(session, desk, lambda: len(sinks.arrived("jira")) == 1 and sinks.arrived("slack"))
    _look(session, desk, lambda: True)
    (incident,) = desk.book.incidents
    assert [len(sinks.arrived(kind)) for kind in CHANNELS] == [1, 1, 1]
    assert "trigger shop/incident/cell=tokyo" in sinks.arrived("pagerduty")[0][2]
    session.runtime.run(desk.command.acknowledge(incident.id, "looking"), 10)
    assert desk.book.find(incident.id).begin_by_s is None
    server.end(CELL)
    _look(session, desk, lambda: desk.book.find(incident.id).state is IncidentState.RESOLVED)
    _look(session, desk, lambda: len(sinks.arrived("slack")) >= 2)
    assert "resolve" in sinks.arrived("pagerduty")[-1][2]
    look.close()


def test_a_silence_of_the_alertmanager_keeps_its_alerts_out(session: Session, server: RealAlertmanager) -> None:
    desk = session.changes.incidents
    look = session.look("alerts", "silences")
    osaka = {**CELL, "cell": "osaka"}
    server.mute("cell", "osaka")
    server.fire(osaka, {**CELL, "cell": "kyoto"})
    _look(session, desk, lambda: desk.book.incidents)
    _look(session, desk, lambda: True)
    assert [dict(one.group)["cell"] for one in desk.book.incidents if dict(one.group)["cell"] != "tokyo"] == ["kyoto"]
    server.end_silences()
    look.close()
