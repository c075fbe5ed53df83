"""A verdict on a switch of versions in words (E2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.model.compatibility import Ground, Need
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.model.compatibility import NeededAction, Reason, SwitchVerdict


def reasons_text(verdict: SwitchVerdict) -> str:
    """Return why a switch is refused, one sentence per reason; empty when it is not."""
    return " ".join(_reason(verdict, reason) for reason in verdict.reasons)


def actions_text(verdict: SwitchVerdict) -> str:
    """Return what must be done, in order; empty when nothing must."""
    return "; ".join(_action(action) for action in verdict.actions)


def _reason(verdict: SwitchVerdict, reason: Reason) -> str:
    if reason.ground is Ground.NOT_A_VERSION:
        return t("{version} is no version.", version=reason.about)
    if reason.ground is Ground.NOT_IN_MATRIX:
        return t("The matrix says nothing about {version}.", version=reason.about)
    works_with = ", ".join(reason.ranges)
    return t("{version} works with {ranges}, not with {current}.", version=reason.about, ranges=works_with,
             current=verdict.current)  # fmt: skip


def _action(action: NeededAction) -> str:
    texts = {
        Need.CLEAR_CACHE: t("clear the cache"),
        Need.MIGRATE: t("run {script} first", script=action.what),
        Need.MIGRATE_BACK: t("undo {script} first", script=action.what),
        Need.GO_THROUGH: t("switch to {version} first", version=action.what),
        Need.ADD_TO_MATRIX: t("test them together and add {version} to the matrix", version=action.what),
        Need.CORRECT_VERSION: t("correct {version} in the estate file", version=action.what),
    }
    return texts[action.need]
