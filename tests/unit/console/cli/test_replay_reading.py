"""Recorded traffic is an estimate's ground: without an answer of the metric server the command goes on."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from console.cli.replay_reading import with_traffic
from console.store.state import State
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
