"""Validate: what checks of rollouts decided, load tests, and whether releases may go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.pipeline_stage import StageEvidence, StageState
from console.domain.rollouts.rollout_check import CheckVerdict
from console.domain.rollouts.rollout_run import RunWay
from console.kernel.i18n import t
from console.presenters.slo_rows import slo_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.capacity.load_test import LoadTest
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.presenters.pipeline.pipeline_basis import PipelineBasis


def validate_evidence(basis: PipelineBasis) -> Iterator[StageEvidence]:
    """Yield the last checks of each rollout, each load test's last run, and the cells whose budgets forbid releases."""
    for run in basis.state.rollouts.values():
        at_s = run.moments[-1].at_s
        if run.checks and any(map(basis.concerns, run.plan.cells)) and (not run.is_over or basis.is_recent(at_s)):
            bad = [one for one in run.checks if one.verdict is CheckVerdict.FAIL]
            text = t("Rollout {name}: {bad} of {count} checks failed", name=run.plan.name, bad=len(bad),
                     count=len(run.checks))  # fmt: skip
            state = StageState.FAILED if bad and not run.is_over else StageState.DONE
            yield StageEvidence(text, state, at_s, run.actor, "rollouts", (("run", run.id),))
        elif _went_through(run) and any(map(basis.concerns, run.plan.cells)) and basis.is_recent(at_s):
            text = t("Rollout {name}: went through by its checks", name=run.plan.name)
            yield StageEvidence(text, StageState.DONE, at_s, run.actor, "rollouts", (("run", run.id),))
    newest = {(one.cell, one.service, one.title): one for one in sorted(basis.tests, key=_at)}
    for test in newest.values():
        if basis.concerns(test.cell) and basis.is_recent(test.at_s):
            state = {True: StageState.DONE, False: StageState.FAILED, None: StageState.UNKNOWN}[test.passed]
            words = {True: t("limits kept"), False: t("limits not kept"), None: t("no limits")}[test.passed]
            text = t("Load test {title}: {verdict}", title=test.title, verdict=words)
            yield StageEvidence(text, state, test.at_s, basis.owner(test.cell), "capacity", (("tab", "tests"),))
    yield from _gates(basis)


def _went_through(run: RolloutRun) -> bool:
    """Return whether checks let it through; those of a stage that was passed are kept no longer."""
    return run.is_over and run.way is RunWay.FORWARD and run.is_by_checks


def _at(test: LoadTest) -> float:
    return test.at_s


def _gates(basis: PipelineBasis) -> Iterator[StageEvidence]:
    spent: dict[str, int] = {}
    judged: set[str] = set()
    for row in slo_rows(basis.state):
        if row.cell and basis.concerns(row.cell) and row.status.budget_left is not None:
            judged.add(row.cell)
            if row.status.budget_left <= 0:
                spent[row.cell] = spent.get(row.cell, 0) + 1
    for cell, count in sorted(spent.items()):
        text = t("{cell}: {count} error budgets are used up, so releases wait", cell=cell, count=count)
        yield StageEvidence(text, StageState.WAITING, None, basis.owner(cell), "slos", (("cell", cell),))
    kept = judged - spent.keys()
    if kept:
        text = t("{count} cells have error budget left for releases", count=len(kept))
        yield StageEvidence(text, StageState.DONE, None, "", "slos")
