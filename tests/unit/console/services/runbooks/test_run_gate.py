"""The gate of a job over every cell (proves L7.6)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from console.domain.resource import ResourceRef
from console.domain.slo.slo_status import SloStatus
from console.services.runbooks.run_gate import closed_gate
from console.store.state import ObjectTable, State
from tests.fakes.small_estate import ESTATE, NOW_S, state


def told(*ratios: float, cell: str = "tokyo") -> State:
    """Objectives of one cell; the others have none."""
    found = (
        SloStatus(ResourceRef("prom", "SLO", "bff", str(place)), "", 99.9, 30 * 86_400, ratio, ((3600, 0.0),), 1e6,
                  "q", (("cell", cell),))
        for place, ratio in enumerate(ratios)
    )  # fmt: skip
    known = state()
    return replace(
        known, objects={**known.objects, ("prom", "slos"): ObjectTable({one.ref: one for one in found}, NOW_S)}
    )


def closed(known: State, cell: str = "*") -> str:
    async def in_thread(work: Callable[..., str], *arguments: Any) -> str:
        return work(*arguments)

    reach: Any = SimpleNamespace(
        estate=ESTATE, store=SimpleNamespace(state=known), runtime=SimpleNamespace(in_thread=in_thread),
        clock=SimpleNamespace(
            monotonic=iter(range(0, 1000, 30)).__next__, now=lambda: datetime.fromtimestamp(NOW_S, UTC)
        ),
    )  # fmt: skip
    step: Any = SimpleNamespace(gate=("slo",), cell=cell)
    return asyncio.run(closed_gate(reach, step))


def test_a_cell_without_objectives_does_not_stop_a_job_of_all_cells() -> None:
    assert len(ESTATE.cells) > 1
    assert closed(told(0.0001)) == ""
    assert closed(told(0.004)).startswith("Tokyo: ")
    assert "Osaka" not in closed(told(0.004)), "there is nothing to say of it"


def test_a_gate_that_sees_nothing_is_closed() -> None:
    assert "neither objectives nor budgets" in closed(told())
    assert "neither objectives nor budgets" in closed(told(0.0001), cell="osaka")
