"""Retrospective: what is over and was learned from, or is still to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.pipeline_stage import StageEvidence, StageState
from console.domain.runbooks.runbook_run import RunOutcome
from console.kernel.i18n import t
from console.presenters.retold import retold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.presenters.pipeline.pipeline_basis import PipelineBasis


def retrospective_evidence(basis: PipelineBasis) -> Iterator[StageEvidence]:
    """Yield incidents that are over (with a note they are reviewed), and runbooks that ended."""
    for one in basis.state.incidents.values():
        if not one.is_over or not basis.is_recent(one.resolved_s) or not basis.concerns(one.place.get("cell", "")):
            continue
        noted = any(moment.word == "noted" for moment in one.moments)
        state = StageState.DONE if noted else StageState.WAITING
        text = (
            t("Incident {title} is over and has notes", title=retold(one.title))
            if noted
            else t("Incident {title} is over and nobody wrote what was learned", title=retold(one.title))
        )
        yield StageEvidence(text, state, one.resolved_s, one.team, "incidents", (("incident", one.id),))
    for run in basis.state.runbook_runs.values():
        if run.is_over and basis.is_recent(run.ended_s) and basis.concerns(str(run.values.get("cell", ""))):
            good = run.outcome in {RunOutcome.SUCCEEDED, RunOutcome.RECOVERED}
            state = StageState.DONE if good else StageState.WAITING
            text = t("Runbook {title}: run record", title=run.title)
            yield StageEvidence(text, state, run.ended_s, run.actor, "runbooks", (("run", run.id),))
