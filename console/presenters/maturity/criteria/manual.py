"""Level 1, manual: the cell is described and seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.maturity.assessment import MaturityLevel
from console.kernel.i18n import t
from console.presenters.cell_workloads import workloads_of
from console.presenters.maturity.criterion import CRITERIA, Criterion
from console.presenters.reading_index import ReadingIndex

if TYPE_CHECKING:
    from console.presenters.maturity.criterion import Verdict
    from console.presenters.maturity.maturity_basis import MaturityBasis

_LEAD = ("latency_p95", "error_ratio", "rps")


def _described(basis: MaturityBasis) -> Verdict:
    cell = basis.cell
    return bool(cell.services and cell.team), t(
        "{services} services, team {team}", services=len(cell.services), team=cell.team or t("(none)")
    )


def _seen(basis: MaturityBasis) -> Verdict:
    if basis.state.table(basis.cell.cluster, "workloads") is None:
        return None, t("its cluster was not read yet")
    found = workloads_of(basis.state, basis.cell)
    return bool(found), t("{count} workloads are seen", count=len(found))


def _measured(basis: MaturityBasis) -> Verdict:
    if not basis.cell.prometheus:
        return False, t("no metric server is named for it")
    index = ReadingIndex(basis.state)
    known = [key for key in _LEAD if index.of(basis.cell, key)]
    if not known and basis.cell.prometheus not in basis.state.readings:
        return None, t("its metric server was not read yet")
    return len(known) == len(_LEAD), t("{count} of {all} lead metrics are measured", count=len(known), all=len(_LEAD))


_AT = MaturityLevel.MANUAL
CRITERIA.add(
    Criterion("described", _AT, lambda: t("The cell is described: its services and the team that owns it"),
              lambda: t("Name services and team in the estate file."), _described)
)  # fmt: skip
CRITERIA.add(
    Criterion("seen", _AT, lambda: t("What runs is seen"),
              lambda: t("Connect its cluster and select its namespaces in the estate file."), _seen)
)  # fmt: skip
CRITERIA.add(
    Criterion("measured", _AT, lambda: t("Traffic, errors and latency are measured"),
              lambda: t("Connect a metric server with the metrics of the signal catalogue."), _measured)
)  # fmt: skip
