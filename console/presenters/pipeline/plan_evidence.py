"""Plan: forecasts, capacity and what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.pipeline_stage import StageEvidence, StageState
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.presenters.pipeline.pipeline_basis import PipelineBasis

_STATES = {
    Health.CRITICAL: StageState.FAILED,
    Health.WARNING: StageState.WAITING,
    Health.OK: StageState.DONE,
    Health.UNKNOWN: StageState.UNKNOWN,
}


def plan_evidence(basis: PipelineBasis) -> Iterator[StageEvidence]:
    """Yield what the capacity of each cell says, and what is recommended and not done."""
    for row in basis.capacity.rows:
        if not basis.concerns(row.cell):
            continue
        owner, place = basis.owner(row.cell), (("cell", row.cell),)
        series = basis.capacity.series(row.cell)
        text = t(
            "{cell}: runs out {when}, headroom {headroom}", cell=row.title, when=row.run_out, headroom=row.headroom
        )
        if row.outlook.run_out is None:
            text = t("{cell}: {why}", cell=row.title, why=row.note)
        at_s = series.at_s if series is not None else None
        yield StageEvidence(text, _STATES[row.health], at_s, owner, "capacity", place)
        needed = [one for one in basis.capacity.advice(row.cell) if one.is_needed]
        if needed:
            text = t("{cell}: to propose: {names}", cell=row.title, names=", ".join(one.title for one in needed))
            yield StageEvidence(text, StageState.WAITING, None, owner, "capacity", place)
