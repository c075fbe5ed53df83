"""Everything that is said to and heard from a real Alertmanager, against its published description."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.alert import Alert, AlertState
from console.domain.alert_group import AlertGroup
from console.domain.change_preview import Truth
from console.domain.operations.create_silence import CreateSilence
from console.domain.operations.expire_silence import ExpireSilence
from console.domain.silence import Silence, SilenceState
from console.kernel.errors import ChangeRefused
from console.kernel.runtime import Runtime
from console.ports.change_executor import ChangeExecutor
from console.ports.connector import Connector
from tests.fakes.built_connector import built_connector
from tests.fakes.contract_transport import Contract, contract_of, watch_all
from tests.fakes.executor_suite import check_executor
from tests.fakes.first_rows import first_rows
from tests.fakes.real_alertmanager import RealAlertmanager, real_alertmanager

CELL = {"alertname": "CellErrorsHigh", "cell": "tokyo", "severity": "critical"}
QUEUE = {"alertname": "QueueGrowing", "cell": "osaka", "severity": "warning", "region": "jp"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealAlertmanager]:
    with real_alertmanager(tmp_path_factory.mktemp("alertmanager")) as server:
        server.fire(CELL, QUEUE, summary="too many errors", runbook_url="https://runbooks.example/errors")
        yield server
        server.end_silences()


@pytest.fixture
def contract(shared_dir: Path) -> Contract:
    contract = contract_of(shared_dir, "alertmanager", "/api/v2")
    # Newer than 0.25: what mutes an alert beside silences, labels of routes, annotations of silences.
    contract.relax("alertStatus", "mutedBy")
    contract.relax("alertGroup", "routeLabels")
    for path in ("GET /silences", "GET /silence/{silenceID}"):
        contract.forgive(path, "'annotations' is a required property")
    return contract


@pytest.fixture
def violations(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    found = watch_all(monkeypatch, contract)
    yield found
    assert found == []


@pytest.fixture
def connector(runtime: Runtime, server: RealAlertmanager, tmp_path: Path, violations: list[str]) -> Iterator[Connector]:
    server.end_silences()
    with built_connector("alertmanager", runtime, tmp_path, url=server.url) as connector:
        yield connector


def _silence(**more: object) -> CreateSilence:
    fields = {"matchers": ('cell="tokyo"',), "ends_s": time.time() + 600, "comment": "deploy", "created_by": "ann"}
    return CreateSilence("main", **{**fields, **more})  # type: ignore[arg-type]


def _desk(connector: Connector) -> ChangeExecutor:
    desk = connector.offers(ChangeExecutor)
    assert desk is not None
    return desk


def test_alerts_groups_and_silences_are_rows(runtime: Runtime, connector: Connector, contract: Contract) -> None:
    # proves L2.7
    assert runtime.run(connector.check()).startswith("Alertmanager 0.")
    listed = first_rows(runtime, connector)
    alerts = {row.name: row for row in listed["alerts"] if isinstance(row, Alert)}
    first = alerts["CellErrorsHigh"]
    assert (first.state, first.severity, first.receivers) == (AlertState.FIRING, "critical", ("team",))
    assert first.started_s == pytest.approx(time.time() - 90, abs=60)
    assert (first.summary, first.runbook) == ("too many errors", "https://runbooks.example/errors")
    assert sorted(alerts.values(), key=lambda one: one.rank)[0] is first
    groups = [row for row in listed["alert-groups"] if isinstance(row, AlertGroup)]
    assert {(one.receiver, one.ref.name, one.firing) for one in groups} >= {("team", "alertname=CellErrorsHigh", 1)}
    assert contract.seen >= {
        "GET /status", "GET /receivers", "GET /alerts", "GET /alerts/groups", "GET /silences",
    }  # fmt: skip


def test_a_silence_keeps_to_the_rules_of_changes(
    runtime: Runtime, connector: Connector, server: RealAlertmanager
) -> None:
    # proves L3.4
    operation = _silence()

    def disturb() -> None:
        server.ask(
            "POST",
            "/api/v2/silences",
            {
                "matchers": [{"name": "cell", "value": "tokyo", "isRegex": False, "isEqual": True}],
                "startsAt": "2026-01-01T00:00:00Z", "endsAt": "2100-01-01T00:00:00Z",
                "createdBy": "somebody", "comment": "else",
            },
        )  # fmt: skip

    runtime.run(check_executor(_desk(connector), operation, server.silences, disturb=disturb), 30)


def test_ending_a_silence_keeps_to_the_rules_and_its_undo_makes_it_again(
    runtime: Runtime, connector: Connector, server: RealAlertmanager
) -> None:
    desk = _desk(connector)
    preview = runtime.run(desk.preview(_silence()))
    made = runtime.run(desk.apply(_silence(ends_s=time.time() + 500), preview.base))
    assert isinstance(made, ExpireSilence)
    runtime.run(check_executor(desk, made, server.silences), 30)


def test_the_preview_names_what_would_be_muted_and_the_alerts_show_it_afterwards(
    runtime: Runtime, connector: Connector
) -> None:
    desk = _desk(connector)
    operation = _silence(matchers=('cell=~"to.*|kyoto"', 'severity!="warning"'))
    preview = runtime.run(desk.preview(operation))
    muted = [one for one in preview.differences if one.path.startswith("alert ")]
    assert [(one.path.split()[1].split("-")[0], one.before, one.after) for one in muted] == [
        ("CellErrorsHigh", "firing", "silenced")
    ]
    made = runtime.run(desk.apply(operation, preview.base))
    assert isinstance(made, ExpireSilence)
    assert runtime.run(desk.verify(operation)).truth is Truth.REACHED
    listed = first_rows(runtime, connector)
    states = {row.name: (row.state, row.silences) for row in listed["alerts"] if isinstance(row, Alert)}
    assert states["CellErrorsHigh"] == (AlertState.SILENCED, (made.silence,))
    assert states["QueueGrowing"][0] is AlertState.FIRING
    rows = [row for row in listed["silences"] if isinstance(row, Silence) and row.ref.name == made.silence]
    assert [(one.state, one.created_by, one.comment) for one in rows] == [(SilenceState.ACTIVE, "ann", "deploy")]
    assert rows[0].condition in {
        'cell=~"to.*|kyoto" severity!="warning"', 'severity!="warning" cell=~"to.*|kyoto"'
    }  # fmt: skip


def test_an_inhibited_alert_is_told_apart(runtime: Runtime, connector: Connector, server: RealAlertmanager) -> None:
    server.fire({"alertname": "RegionDown", "region": "jp", "severity": "critical"})

    def state() -> AlertState:
        rows = first_rows(runtime, connector)["alerts"]
        return next(row.state for row in rows if isinstance(row, Alert) and row.name == "QueueGrowing")

    from tests.fakes.waiting import wait_until

    wait_until(lambda: state() is AlertState.INHIBITED, 10, "the alert is inhibited")


@pytest.mark.parametrize("matchers", [('alertname=~".+"',), ('cell!="x"',), ('a=~".*"', 'b!~"never"'), ()])
def test_a_silence_of_everything_is_refused_unless_it_is_wanted(
    runtime: Runtime, connector: Connector, matchers: tuple[str, ...]
) -> None:
    desk = _desk(connector)
    with pytest.raises(ChangeRefused, match="would mute every alert") as refused:
        runtime.run(desk.preview(_silence(matchers=matchers)))
    assert "--everything" in refused.value.hint


def test_everything_can_be_wanted(runtime: Runtime, connector: Connector, server: RealAlertmanager) -> None:
    desk, operation = _desk(connector), _silence(matchers=('alertname=~".+"',), everything=True)
    preview = runtime.run(desk.preview(operation))
    runtime.run(desk.apply(operation, preview.base))
    assert server.silences() == [("alertname=.+",)]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"matchers": ("cell",)}, "cannot be read"),
        ({"matchers": ('cell=~"("',)}, "cannot be read"),
        ({"ends_s": 1.0}, "end before it begins"),
        ({"comment": " "}, "needs a comment"),
    ],
)
def test_a_silence_that_makes_no_sense_is_refused(
    runtime: Runtime, connector: Connector, more: dict[str, object], why: str
) -> None:
    with pytest.raises(ChangeRefused, match=why):
        runtime.run(_desk(connector).preview(_silence(**more)))
