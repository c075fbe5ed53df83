"""A fast burn on the lab opens an incident, tells Slack once, stops its timer when somebody begins, and is reviewed.

Proves E8.1, E4.2, G1.10, L3.2.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from console.bootstrap import Profile, build_session
from console.domain.incident.incident import Incident
from console.domain.notice.notice import NoticeState
from console.estate.load import load_estate
from console.kernel.errors import ConsoleError
from console.kernel.paths import Paths
from console.services.lab_inbox import read_inbox
from console.settings.settings import Settings
from tests.fakes.lab import LabForTests, lab_start, running_lab
from tests.fakes.program import Outcome, start
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.timeout(300)


_WEB = 'http_server_requests_total{cell="tokyo",service="web",segment="b2b"'
_BAD, _ALL = f'sum(rate({_WEB},http_response_status_code=~"5.."}}[1h]))', f"sum(rate({_WEB}}}[1h]))"
BURNS = f"{_BAD} / {_ALL} > 0.016"


@pytest.fixture(scope="module")
def burning_lab(
    tmp_path_factory: pytest.TempPathFactory, root_dir: Path, needs_prometheus: None
) -> Iterator[LabForTests]:
    """A lab of its own without a history, so that the long windows see the fault at once, and without maintenance,
    which each Saturday from 17 to 19 o'clock (UTC) would keep Tokyo from being judged.
    """
    begun = lab_start(tmp_path_factory.mktemp("lab"), root_dir)
    for one in running_lab(replace(begun, speed=60.0, history_days=0.0)):
        estate = yaml.safe_load(one.at.estate_file.read_text())
        del estate["calendars"]
        one.at.estate_file.write_text(yaml.safe_dump(estate, allow_unicode=True))
        yield one


class Desk:
    """A console that watches in this process, and the command line of the same profile as another one."""

    def __init__(self, lab: LabForTests, folder: Path) -> None:
        homes = {one: folder / one.lower() for one in ("CONFIG", "DATA", "CACHE", "STATE")}
        self.lab, self._env = lab, {f"XDG_{one}_HOME": str(home) for one, home in homes.items()}
        self.file = lab.at.estate_file
        self.session = build_session(Profile(Paths(*(home / "cell-console" for home in homes.values())), Settings()))
        self.session.open_estate(load_estate(self.file).estate, self.file)
        self.session.wait_connected()
        self.incidents = self.session.changes.incidents
        self.incidents.attend(0.5)

    def run(self, *arguments: str) -> Outcome:
        """Run a command to its end."""
        return start(["--estate", str(self.file), *arguments], environment=self._env)

    def arrived(self, channel: str) -> list[str]:
        """Return the titles that arrived at a sink about the cell, oldest first."""
        found = [one.title for one in read_inbox(self.file) if one.channel == channel]
        return [one for one in reversed(found) if "tokyo" in one]

    def of(self, alert: str) -> list[Incident]:
        """Return the incidents that an alert is part of."""
        self.session.store.drain(1.0)
        return [one for one in self.incidents.book.incidents if alert in {each.name for each in one.alerts}]

    def is_told(self, incident: str) -> bool:
        """Return whether everything that is to be told of an incident so far was."""
        mine = [one for one in self.incidents.book.notices if one.incident == incident]
        return bool(mine) and all(one.state is NoticeState.SENT for one in mine)

    def wait(self, until: Callable[[], object], seconds: float, what: str) -> None:
        """Wait until something is so, while what arrives is taken in."""
        wait_until(lambda: (self.session.store.drain(1.0), bool(until()))[1], seconds, what)


@pytest.fixture
def desk(burning_lab: LabForTests, tmp_path: Path) -> Iterator[Desk]:
    """A console that begins to watch when Prometheus has seen the burn: it asks for objectives once a minute."""
    burning_lab.start_scenario("fast-burn")
    wait_until(lambda: bool(burning_lab.query(BURNS)), 90, "errors that Prometheus has seen")
    one = Desk(burning_lab, tmp_path)
    yield one
    one.session.close()
    with suppress(ConsoleError):  # the test has stopped it
        burning_lab.stop_scenario("fast-burn")


def test_a_fast_burn_is_an_incident_that_is_told_once_begun_and_reviewed(desk: Desk) -> None:
    desk.wait(lambda: [one for one in desk.of("SloBurnsFast") if one.level == 3], 120, "an incident of level 3")
    (one,) = desk.of("SloBurnsFast")
    assert one.place == {"cell": "tokyo"}
    desk.wait(lambda: desk.arrived("pagerduty") and desk.is_told(one.id), 60, "the page and the messages")
    begun = desk.run("incidents", "ack", one.id, "--note", "looking at web")
    assert begun.code == 0, begun.err
    desk.wait(lambda: any("has begun" in title for title in desk.arrived("slack")), 60, "that somebody has begun")
    assert desk.run("incidents", "ack", one.id).code == 4
    assert desk.incidents.book.find(one.id).begin_by_s is None
    # One that is over within a scrape or two has no numbers, and its review says so.
    desk.wait(lambda: "Budget burnt" in desk.run("incidents", "review", one.id).out, 60, "numbers of its time")
    desk.lab.stop_scenario("fast-burn")
    assert desk.run("incidents", "resolve", one.id, "--note", "action: keep the old image (ann, Tuesday)").code == 0
    desk.wait(lambda: any("RESOLVED" in title for title in desk.arrived("slack")), 60, "that it is over")
    desk.wait(lambda: desk.is_told(one.id), 60, "all messages")
    events = [
        each.event for each in desk.incidents.book.notices if (each.incident, each.channel) == (one.id, "lab-slack")
    ]
    assert len(events) == len(set(events))
    assert len(desk.arrived("slack")) == len(events)
    shown = desk.run("incidents", "review", one.id)
    assert shown.code == 0, shown.err
    for words in ("Timeline", "Acknowledged: looking at web", "lab-slack", "SloBurnsFast", "Budget burnt", "promql"):
        assert words in shown.out
    history = json.loads(desk.run("notify", "history", "--incident", one.id, "-o", "json").out)
    assert {(each["channel"], each["event"]) for each in history} >= {
        ("lab-pagerduty", "acknowledged"), ("lab-slack", "acknowledged"), ("lab-slack", "resolved"),
    }  # fmt: skip


@pytest.mark.slow
def test_an_incident_resolves_by_itself_when_the_fault_is_healed(desk: Desk) -> None:
    desk.lab.start_scenario("hpa-metrics-missing")
    desk.wait(lambda: desk.of("AutoscalerBlind"), 120, "an incident")
    desk.lab.stop_scenario("hpa-metrics-missing")

    def is_over() -> bool:
        alerts = [one for each in desk.of("AutoscalerBlind") for one in each.alerts if one.name == "AutoscalerBlind"]
        return all(not one.is_firing for one in alerts)

    desk.wait(is_over, 240, "the alerts to be over")
    desk.wait(lambda: all(one.is_over or one.firing for one in desk.of("AutoscalerBlind")), 60, "the incidents, too")


@pytest.mark.slow
def test_a_lost_audit_worker_is_an_incident_that_is_told(desk: Desk) -> None:
    """proves G1.9, G1.10"""
    desk.lab.start_scenario("worker-lost")
    desk.wait(lambda: desk.of("WorkerNodeDown"), 120, "an incident")
    (one,) = desk.of("WorkerNodeDown")
    desk.wait(lambda: desk.is_told(one.id), 60, "the messages")
    assert any("WorkerNodeDown" in f"{each.title} {each.text}" for each in read_inbox(desk.file))
    desk.lab.stop_scenario("worker-lost")
    desk.wait(lambda: desk.of("WorkerNodeDown")[0].resolved_s is not None, 120, "that it is over")
