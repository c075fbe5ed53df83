"""What a push touches, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.kernel.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.audit.push_impact import PushImpact

_MOST_NAMED = 5


def push_lines(impact: PushImpact, dependants: tuple[str, ...], rules: int) -> Iterator[str]:
    """Yield sentences: what changed, what imports it, what is reused; ``rules`` is how many there are."""
    if not impact.before:
        yield t("Nothing was audited before {after}: everything is looked at.", after=impact.after[:12])
        return
    span = f"{impact.before[:12]}..{impact.after[:12]}"
    yield t("{span}: {count} files changed ({parts}).", span=span, count=len(impact.changed), parts=_parts(impact))
    if dependants:
        yield t(
            "{count} files import what changed: {names}",
            count=len(dependants),
            names=_some(dependants),
        )
    yield t(
        "It is about {audits}; {touched} of {rules} rules are looked at anew, the others' results are reused.",
        audits=", ".join(one.value for one in impact.audits) or "–",
        touched=len(impact.rules),
        rules=rules,
    )


def _parts(impact: PushImpact) -> str:
    words = {
        "source": t("source"),
        "test": t("tests"),
        "document": t("documents"),
        "workflow": t("workflows"),
        "other": t("other files"),
    }
    return ", ".join(words[one.value] for one in sorted(impact.parts)) or "–"


def _some(names: tuple[str, ...]) -> str:
    told = [visible_line(one) for one in names[:_MOST_NAMED]]
    return ", ".join([*told, "…"] if len(names) > _MOST_NAMED else told)
