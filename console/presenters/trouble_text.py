"""The troubles of a cell in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.cell_trouble import TroubleKind
from console.domain.scaling_block import BlockReason
from console.kernel.i18n import t
from console.presenters.format import number, percent

if TYPE_CHECKING:
    from console.domain.cell_trouble import CellTrouble

_LONGEST = 120


def trouble_text(trouble: CellTrouble) -> str:
    """Return one short phrase that names what is to be looked at."""
    if trouble.kind is TroubleKind.SCALING_BLOCKED:
        return _with(_scaling(trouble), trouble.detail)
    if trouble.kind is TroubleKind.JOB_FAILED:
        return _with(t("job {name} failed", name=trouble.name), trouble.detail)
    if trouble.kind is TroubleKind.NODES_NOT_READY:
        found, all_ = number(trouble.found), number(trouble.expected)
        return t("{found} of {all} nodes of {region} are not ready", found=found, all=all_, region=trouble.name)
    return t(
        "{router} gives it {found}, agreed are {agreed}",
        router=trouble.name,
        found=percent(trouble.found),
        agreed=percent(trouble.expected),
    )


def _scaling(trouble: CellTrouble) -> str:
    names = trouble.name
    told = {
        BlockReason.PAUSED: t("autoscaler {name} is paused", name=names),
        BlockReason.CANNOT_SCALE: t("autoscaler {name} cannot scale its target", name=names),
        BlockReason.METRIC_UNAVAILABLE: t("autoscaler {name} gets no metric", name=names),
        BlockReason.METRIC_UNKNOWN: t("autoscaler {name} gets no metric", name=names),
        BlockReason.NOT_READY: t("autoscaler {name} is not ready", name=names),
        BlockReason.FALLBACK: t("autoscaler {name} holds its fallback replicas", name=names),
        BlockReason.NEVER_ADDS: t("autoscaler {name} may not add replicas", name=names),
        BlockReason.AT_MAXIMUM: t("autoscaler {name} is at its maximum", name=names),
    }
    found = told.get(trouble.block) if trouble.block is not None else None
    return found or t("autoscaler {name} is blocked", name=names)


def _with(phrase: str, detail: str) -> str:
    short = detail if len(detail) <= _LONGEST else f"{detail[: _LONGEST - 1].rstrip()}…"
    return f"{phrase} ({short})" if short else phrase
