"""What can be done before the next fix is needed in a hot file, from what makes it hot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.foresight.file_heat import FileHeat

_DEEP = 1.3
_LONG = 400


def heat_actions(one: FileHeat, nesting: float) -> tuple[str, ...]:
    """Return what would help, the likeliest first; at least one, because a hint without an action changes nothing.

    ``nesting`` is how deep the files of the ranking are nested, in the middle.
    """
    actions = []
    if one.fixes_year or one.fixes >= 0.1:
        actions.append(t("Write a test for what was fixed here last, before the next change."))
    if one.passers_year:
        actions.append(t("Name an owner in CODEOWNERS, so that passing changes are reviewed by somebody who knows it."))
    if one.shape.mean_nesting > _DEEP * nesting > 0:
        actions.append(t("Take the deepest branches out into functions with names of their own."))
    if one.shape.lines > _LONG:
        actions.append(t("Divide it: what changes together stays together."))
    if not actions:
        actions.append(t("Review changes of it with more time than others."))
    return tuple(actions)
