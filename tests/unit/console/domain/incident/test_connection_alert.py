"""What a connection says of itself becomes an alert that a runbook names. Proves E8.1, L2.3."""

from dataclasses import replace
from pathlib import Path

import pytest

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.incident.connection_alert import WAIT_S, connection_findings
from console.domain.incident.local_alert import held_since, local_alerts
from console.runbooks.library import Shelf, read_library

FAILED = ConnectionStatus("lab", "kubernetes", ConnectionState.FAILED, 0.0, None, "It does not answer.", "", "timeout")


@pytest.mark.parametrize(
    ("kind", "state", "error", "name"),
    [
        ("grafana", "failed", "auth", "ConnectionRefusesToken"),
        ("github", "live", "auth", "ConnectionRefusesToken"),
        ("cloudflare", "failed", "throttled", "ConnectionThrottled"),
        ("cloudflare", "live", "throttled", "ConnectionThrottled"),
        ("kubernetes", "failed", "unreachable", "KubeAPIDown"),
        ("prometheus", "failed", "timeout", "PrometheusDown"),
        ("prometheus", "live", "timeout", ""),
        ("grafana", "failed", "unreachable", ""),
        ("kubernetes", "live", "forbidden", ""),
        ("kubernetes", "live", "", ""),
    ],
)
def test_what_is_wrong_with_a_connection_has_a_name_and_a_runbook(
    kind: str, state: str, error: str, name: str, root_dir: Path
) -> None:
    status = replace(FAILED, kind=kind, state=ConnectionState(state), error_kind=error)
    found = connection_findings([status])
    assert [one.name for one in found.conditions] == ([name] if name else [])
    library = read_library((Shelf(root_dir / "resources" / "runbooks", "shipped"),), "en")
    for one in found.conditions:
        symptoms = library.find(one.runbook).symptoms
        assert any(symptom.names_alert(one.name, one.all_labels) for symptom in symptoms)


def test_it_must_last_before_anybody_is_called() -> None:
    found = connection_findings([FAILED]).conditions
    since = held_since({}, found, 100.0)
    assert [one.state.value for one in local_alerts(found, since, 100.0 + WAIT_S - 1)] == ["pending"]
    assert [one.state.value for one in local_alerts(found, since, 100.0 + WAIT_S)] == ["firing"]


@pytest.mark.parametrize(
    "status",
    [
        replace(FAILED, is_watched=False),
        replace(FAILED, from_history=True),
        replace(FAILED, state=ConnectionState.IDLE),
        replace(FAILED, state=ConnectionState.CONNECTING),
    ],
)
def test_a_connection_that_nobody_reads_is_unknown_and_not_well(status: ConnectionStatus) -> None:
    found = connection_findings([status])
    assert not found.conditions
    assert found.unknown == frozenset({"connection/lab"})
