"""Level 2, automatic: it scales, alerts and releases by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.forge.pipeline_run import PipelineRun, RunState
from console.domain.maturity.assessment import MaturityLevel
from console.domain.metric_rule import MetricRule
from console.domain.rollout import Rollout
from console.domain.scaling_block import scaling_blocks
from console.kernel.i18n import t
from console.presenters.cell_objectives import cell_objectives
from console.presenters.cell_workloads import scalers_of
from console.presenters.maturity.criterion import CRITERIA, Criterion
from console.presenters.maturity.maturity_basis import MONTH_S

if TYPE_CHECKING:
    from console.presenters.maturity.criterion import Verdict
    from console.presenters.maturity.maturity_basis import MaturityBasis


def _scales(basis: MaturityBasis) -> Verdict:
    if basis.state.table(basis.cell.cluster, "autoscalers") is None:
        return None, t("its autoscalers were not read yet")
    found = basis.capacity.basis(basis.cell.key)
    services = found.services if found is not None else ()
    without = [one.name for one in services if one.scaler is None]
    if not services or without:
        return False, t("no autoscaler: {names}", names=", ".join(without) or t("no service is seen"))
    stuck = [
        one.ref.name for one in scalers_of(basis.state, basis.cell) if any(b.blocks_up for b in scaling_blocks(one))
    ]
    return not stuck, t("blocked: {names}", names=", ".join(stuck)) if stuck else t(
        "{count} services scale by themselves", count=len(services)
    )


def _promises(basis: MaturityBasis) -> Verdict:
    found = cell_objectives(basis.state, basis.cell)
    judged = [row for row in found if row.status.budget_left is not None]
    if not found and not any(topic == "slos" for _, topic in basis.state.objects):
        return None, t("objectives were not read yet")
    return bool(judged), t("{judged} of {count} objectives are judged", judged=len(judged), count=len(found))


def _alerts(basis: MaturityBasis) -> Verdict:
    key = basis.cell.prometheus or ""
    if basis.state.table(key, "rules") is None:
        return None, t("alerting rules were not read yet")
    found = [one for one in basis.state.rows(key, "rules", MetricRule) if one.kind == "alerting"]
    broken = [one.ref.name for one in found if one.error]
    if broken:
        return False, t("rules that fail: {names}", names=", ".join(broken[:3]))
    return bool(found), t("{count} alerting rules are loaded", count=len(found))


def _releases(basis: MaturityBasis) -> Verdict:
    spaces = basis.cell.selectors.namespaces
    steps = [
        one
        for one in basis.state.rows(basis.cell.cluster, "rollouts", Rollout)
        if one.ref.namespace in spaces and one.steps
    ]
    if steps:
        return True, t("{count} services are released in steps", count=len(steps))
    keys = [key for key, topic in basis.state.objects if topic == "pipeline-runs"]
    runs = [one for key in keys for one in basis.state.rows(key, "pipeline-runs", PipelineRun)]
    recent = [
        one for one in runs if one.state is RunState.SUCCEEDED and (one.started_at_s or 0.0) > basis.now_s - MONTH_S
    ]
    if not runs and basis.state.table(basis.cell.cluster, "rollouts") is None:
        return None, t("rollouts and pipelines were not read yet")
    return bool(recent), t("{count} pipelines succeeded in 30 days", count=len(recent))


_AT = MaturityLevel.AUTOMATIC
CRITERIA.add(
    Criterion("scales", _AT, lambda: t("Every service on the path of requests scales by itself, unhindered"),
              lambda: t("Give each service an autoscaler with bounds; see the page Autoscaling for what blocks one."),
              _scales)
)  # fmt: skip
CRITERIA.add(
    Criterion("promises", _AT, lambda: t("Objectives are set and judged"),
              lambda: t("Name OpenSLO or Sloth documents for the cell under slos."), _promises)
)  # fmt: skip
CRITERIA.add(
    Criterion("alerts", _AT, lambda: t("Alerting rules are loaded and work"),
              lambda: t("Make them from the objectives: cell-console rules generate."), _alerts)
)  # fmt: skip
CRITERIA.add(
    Criterion("releases", _AT, lambda: t("Releases go out in steps, or by a pipeline"),
              lambda: t("Release with an Argo Rollout, or connect the forge whose pipeline does it."), _releases)
)  # fmt: skip
