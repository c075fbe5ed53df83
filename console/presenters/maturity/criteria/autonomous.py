"""Level 4, autonomous: plans, decides and heals by rules that were proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.maturity.assessment import MaturityLevel
from console.domain.runbooks.runbook_run import RunOutcome
from console.kernel.i18n import t
from console.presenters.cell_objectives import cell_objectives
from console.presenters.format import local_day, percent
from console.presenters.maturity.criterion import CRITERIA, Criterion
from console.presenters.maturity.maturity_basis import QUARTER_S

if TYPE_CHECKING:
    from console.domain.capacity.load_test import LoadTest
    from console.presenters.maturity.criterion import Verdict
    from console.presenters.maturity.maturity_basis import MaturityBasis


def _limits(basis: MaturityBasis) -> Verdict:
    advice = basis.capacity.advice(basis.cell.key)
    if not advice:
        return None, t("nothing could be recommended yet")
    open_ones = [one.title for one in advice if one.is_needed]
    if open_ones:
        return False, t("recommended and not done: {names}", names=", ".join(open_ones[:3]))
    return True, t("bounds and quotas are as the forecast asks")


def _trusted(basis: MaturityBasis) -> Verdict:
    series = basis.capacity.series(basis.cell.key)
    if series is None:
        return None, t("no forecast of its demand yet")
    test = series.backtest
    if not test.origins or test.smape is None:
        return False, t("its past is too short to try forecasts")
    return True, t(
        "tried on {origins} points of the past, error {error}", origins=test.origins, error=percent(test.smape / 100)
    )


def _loaded(basis: MaturityBasis) -> Verdict:
    recent = [
        one for one in basis.tests if one.cell == basis.cell.key and one.at_s > basis.now_s - QUARTER_S and one.requests
    ]
    if not recent:
        return False, t("no load test within a quarter")
    newest = max(recent, key=_at)
    kept = newest.passed is True
    said = t("load test of {day}: limits kept", day=local_day(newest.at_s))
    return kept, said if kept else t("load test of {day}: limits not kept", day=local_day(newest.at_s))


def _at(test: LoadTest) -> float:
    return test.at_s


def _rolled(basis: MaturityBasis) -> Verdict:
    since_s, cell = basis.now_s - QUARTER_S, basis.cell.key
    ended = (one for one in basis.state.rollouts.values() if one.is_over and cell in one.plan.cells)
    runs = [one for one in ended if one.moments[-1].at_s > since_s]
    judged = [run for run in runs if run.is_by_checks]
    return bool(judged), t("{count} rollouts within a quarter were decided by checks", count=len(judged))


def _heals(basis: MaturityBasis) -> Verdict:
    since_s, cell = basis.now_s - QUARTER_S, basis.cell.key
    runs = [
        one for one in basis.state.runbook_runs.values()
        if one.is_over and not one.is_dry and one.ended_s > since_s and one.values.get("cell") == cell
    ]  # fmt: skip
    good = [one for one in runs if one.outcome is RunOutcome.SUCCEEDED]
    return bool(good), t("{good} of {count} runbooks of a quarter succeeded", good=len(good), count=len(runs))


def _keeps(basis: MaturityBasis) -> Verdict:
    left = [row.status.budget_left for row in cell_objectives(basis.state, basis.cell)]
    known = [one for one in left if one is not None]
    if not known:
        return None, t("no objective of it is judged yet")
    return min(known) > 0, t("the worst error budget has {left} left", left=percent(min(known)))


_AT = MaturityLevel.AUTONOMOUS
CRITERIA.add(
    Criterion("heals", _AT, lambda: t("A runbook has healed or changed it this quarter, with its verification passed"),
              lambda: t("Run one for the cell: page Runbooks, or a game day on the lab."), _heals)
)  # fmt: skip
CRITERIA.add(
    Criterion("limits", _AT, lambda: t("Bounds and quotas follow the forecast"),
              lambda: t("Propose what the page Capacity recommends."), _limits)
)  # fmt: skip
CRITERIA.add(
    Criterion("trusted", _AT, lambda: t("Its demand is forecast, and the forecast was tried on the past"),
              lambda: t("Keep its metrics for several weeks: cell-console capacity forecast."), _trusted)
)  # fmt: skip
CRITERIA.add(
    Criterion("loaded", _AT, lambda: t("A load test of this quarter kept its limits"),
              lambda: t("Run one: cell-console capacity loadtest, or the page Capacity."), _loaded)
)  # fmt: skip
CRITERIA.add(
    Criterion("rolled", _AT, lambda: t("Rollouts are decided by checks, not by people"),
              lambda: t("Roll out with a plan over cells: page Rollouts."), _rolled)
)  # fmt: skip
CRITERIA.add(
    Criterion("keeps", _AT, lambda: t("Its error budgets are kept"),
              lambda: t("See the page SLOs for what uses them up."), _keeps)
)  # fmt: skip
