"""Level 3, balanced: over cells, with cost and carbon known and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.maturity.assessment import MaturityLevel
from console.estate.grid_zone import grid_zone
from console.kernel.i18n import t
from console.presenters.budget_rows import budget_cells
from console.presenters.capacity.capacity_row import capacity_row
from console.presenters.drift_rows import drift_rows
from console.presenters.grid_outlooks import grid_outlooks
from console.presenters.maturity.criterion import CRITERIA, Criterion
from console.presenters.reading_index import ReadingIndex

if TYPE_CHECKING:
    from console.presenters.maturity.criterion import Verdict
    from console.presenters.maturity.maturity_basis import MaturityBasis


def _template(basis: MaturityBasis) -> Verdict:
    if basis.state.table(basis.cell.cluster, "workloads") is None:
        return None, t("its cluster was not read yet")
    found = drift_rows(basis.state, basis.cell)
    if found is None:
        return False, t("it names no template")
    return not found, t("{count} deviations from its template", count=len(found))


def _spare(basis: MaturityBasis) -> Verdict:
    outlook = basis.capacity.outlook(basis.cell.key)
    if outlook is None or outlook.run_out is None:
        return None, t("its capacity or its demand is not known yet")
    row = capacity_row(outlook, basis.cell.title or basis.cell.key, basis.now_s)
    enough = outlook.run_out.likely_s is None
    return enough, t("runs out: {when}; headroom {headroom}", when=row.run_out, headroom=row.headroom)


def _budget(basis: MaturityBasis) -> Verdict:
    estate = basis.state.estate
    budgets = estate.budgets if estate is not None else ()
    found = [
        one for one in budgets
        if estate is not None and (basis.cell.key in (cells := budget_cells(one, estate)) or not (cells or one.teams))
    ]  # fmt: skip
    known = ReadingIndex(basis.state).of(basis.cell, "cost") or any(
        topic in {"cost-days", "cost-allocation"} for _, topic in basis.state.objects
    )
    if found and not known:
        return None, t("costs were not read yet")
    return bool(found), t("{count} budgets cover it", count=len(found))


def _carbon(basis: MaturityBasis) -> Verdict:
    zone = grid_zone(basis.cell)
    if not zone:
        return False, t("no zone of the electricity grid is named")
    outlook = grid_outlooks(basis.state, basis.now_s).get(zone)
    if outlook is None or (outlook.known.now is None and outlook.average is None):
        return None, t("nothing is known of the zone {zone} yet", zone=zone)
    if outlook.known.now is None:
        return False, t("only the yearly average of the zone {zone} is known", zone=zone)
    return True, t("the carbon intensity of {zone} is read", zone=zone)


_AT = MaturityLevel.BALANCED
CRITERIA.add(
    Criterion("template", _AT, lambda: t("It is as its template says"),
              lambda: t("Name a template, and take the deviations back or into it: page Cell."), _template)
)  # fmt: skip
CRITERIA.add(
    Criterion("spare", _AT, lambda: t("Its capacity holds for the quarter, also when the largest other cell is lost"),
              lambda: t("Follow the recommendations of the page Capacity."), _spare)
)  # fmt: skip
CRITERIA.add(
    Criterion("budget", _AT, lambda: t("Its costs are known and have a budget"),
              lambda: t("Name a budget for the cell, its team or the estate in the estate file."), _budget)
)  # fmt: skip
CRITERIA.add(
    Criterion("carbon", _AT, lambda: t("The carbon intensity of its electricity is read, so that work can wait for it"),
              lambda: t("Name the cell's zone and connect a source of carbon intensity."), _carbon)
)  # fmt: skip
