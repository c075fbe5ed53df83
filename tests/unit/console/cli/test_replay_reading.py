"""Recorded traffic is an estimate's ground: without an answer of the metric server the command goes on."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from console.cli import replay_reading
from console.cli.known_state import KnownState
from console.cli.replay_reading import with_traffic
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.replay.traffic_course import TOPIC
from console.store.state import ObjectTable, State
from tests.fakes.canary_stage import CANARY_ESTATE
from tests.fakes.small_estate import NOW_S


def test_a_metric_server_that_does_not_answer_in_time_is_left_out_and_told() -> None:
    def late(work: Any, _wait_s: float) -> None:
        work.close()
        raise TimeoutError

    notes: list[str] = []
    session: Any = SimpleNamespace(
        offered=lambda *_asked: object(),
        clock=SimpleNamespace(now=lambda: datetime.fromtimestamp(NOW_S, UTC)),
        runtime=SimpleNamespace(run=late),
        store=SimpleNamespace(drain=lambda _wait_s: None),
    )
    known = State(estate=CANARY_ESTATE)
    invocation: Any = SimpleNamespace(note=notes.append)
    assert with_traffic(invocation, session, known, 1.0) == known
    assert notes == [
        f"{one.key}: no answer in time, so what it has recorded is left out." for one in CANARY_ESTATE.prometheus
    ]
    assert notes


def test_without_a_network_the_last_known_traffic_is_returned_with_its_age(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves C5: a lab that was stopped has nobody to ask, and its history stays."""
    table = ObjectTable({}, NOW_S - 120.0, from_history=True)
    kept = State(estate=CANARY_ESTATE, objects={("metrics", TOPIC): table})
    status = ConnectionStatus("lab", "lab", ConnectionState.FAILED, NOW_S, None, "The lab is not running.", "Start it.")
    found = KnownState(kept, NOW_S, (status,), (), cached=True)
    monkeypatch.setattr(replay_reading, "read_state", lambda *_asked, **_how: found)
    notes: list[str] = []
    invocation: Any = SimpleNamespace(note=notes.append)
    assert replay_reading.read_traffic(invocation, wait_s=1.0, cached=False) == (kept, True)
    assert notes[0] == "lab: The lab is not running. Start it."
    assert notes[1].startswith("metrics: last known data, read 2 min ago")
