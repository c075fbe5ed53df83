"""Whether a cell has got the share that it was given, by what its cluster tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.rollout import Rollout
from console.domain.rollouts.argo_lever import ArgoLever, argo_share
from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict, RolloutCheck
from console.kernel.i18n import t
from console.presenters.rollout_check_text import health_sentence

if TYPE_CHECKING:
    from console.domain.rollouts.rollout_wave import RolloutCell
    from console.store.state import State

_ALL = 100


def argo_lever(cell: RolloutCell) -> ArgoLever | None:
    """Return the Argo Rollout of a cell; ``None`` when it has none."""
    return next((one for one in cell.levers if isinstance(one, ArgoLever)), None)


def rollout_row(state: State, lever: ArgoLever) -> Rollout | None:
    """Return what was read of a lever's Rollout just now; ``None``: nothing, or only what the history knows."""
    table = state.table(lever.connection, "rollouts")
    if table is None or table.from_history:
        return None
    wanted = (lever.namespace, lever.name)
    rows = state.rows(lever.connection, "rollouts", Rollout)
    return next((one for one in rows if (one.ref.namespace, one.ref.name) == wanted), None)


def cell_health(state: State, cell: RolloutCell, percent: float, at_s: float) -> RolloutCheck:
    """Return whether a cell has the new revision at ``percent`` (0: not at all any more)."""
    lever = argo_lever(cell)
    if lever is None:
        return RolloutCheck(cell.cell, CheckTopic.HEALTH, CheckVerdict.GO, t("The share is set."), at_s=at_s)
    found = rollout_row(state, lever)
    if found is None:
        sentence = t("Nobody could read Rollout {name} of {namespace}.", name=lever.name, namespace=lever.namespace)
        verdict = CheckVerdict.HOLD
    else:
        sentence, verdict = health_sentence(found, percent), _verdict(found, lever, percent)
    return RolloutCheck(cell.cell, CheckTopic.HEALTH, verdict, sentence, connection=lever.connection, at_s=at_s)


def _verdict(found: Rollout, lever: ArgoLever, percent: float) -> CheckVerdict:
    has_new = lever.image in found.images
    if percent == 0:
        return CheckVerdict.GO if not has_new and _arrived(found) else CheckVerdict.HOLD
    if not has_new:
        return CheckVerdict.HOLD
    if found.aborted or found.phase == "Degraded":
        return CheckVerdict.FAIL
    if percent >= _ALL:
        return CheckVerdict.GO if _arrived(found) else CheckVerdict.HOLD
    weights = {found.weight, found.live_weight} - {None}
    return CheckVerdict.GO if weights == {argo_share(percent)} and found.in_progress else CheckVerdict.HOLD


def _arrived(found: Rollout) -> bool:
    return not found.in_progress and found.phase == "Healthy"
