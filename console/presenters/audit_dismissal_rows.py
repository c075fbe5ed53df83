"""Dismissed findings as rows: who answers for them, why, and until when."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from console.domain.audit.audit_decision import UNKNOWN
from console.domain.audit.dismissal import Dismissal, DismissalState
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from console.presenters.audit_word import severity_word
from console.presenters.format import local_time

if TYPE_CHECKING:
    from collections.abc import Iterable

_ORDER = (DismissalState.WAITS, DismissalState.ACTIVE, DismissalState.EXPIRED, DismissalState.RESTORED)


@dataclass(frozen=True, slots=True)
class DismissalRow:
    """A dismissal, ready to be shown; ``until_s`` is in unix seconds. Place and reason are text made visible."""

    project: str
    rule: str
    severity_word: str
    place: str
    reason: str
    persons: tuple[str, ...]
    until_s: float
    until_text: str
    state: str
    state_word: str
    fingerprint: str

    @property
    def is_live(self) -> bool:
        """Return whether it stands, or waits for a second person."""
        return self.state in {DismissalState.ACTIVE.value, DismissalState.WAITS.value}

    def record(self) -> dict[str, Any]:
        """Return it for programs, without the words."""
        return {key: value for key, value in asdict(self).items() if not key.endswith(("_word", "_text"))}


def dismissal_rows(found: Iterable[Dismissal], project: str = "") -> tuple[DismissalRow, ...]:
    """Return a row each (of one project, or of all): those that wait first, then what ends first."""
    rows = [_row(one) for one in found if project in {"", one.decision.project}]
    return tuple(sorted(rows, key=lambda one: (_ORDER.index(DismissalState(one.state)), one.until_s, one.project)))


def dismissal_word(state: DismissalState) -> str:
    """Return the word for how a dismissal stands."""
    return {
        DismissalState.ACTIVE: t("dismissed"),
        DismissalState.WAITS: t("waits for a second person"),
        DismissalState.EXPIRED: t("expired: it counts again"),
        DismissalState.RESTORED: t("restored"),
    }[state]


def _row(one: Dismissal) -> DismissalRow:
    decision = one.decision
    place = t("could not be measured") if decision.fingerprint == UNKNOWN else visible_line(decision.place)
    return DismissalRow(
        visible_line(decision.project), decision.rule, severity_word(decision.severity), place,
        visible_line(decision.reason), one.persons or (decision.person,), decision.until_s,
        local_time(decision.until_s), one.state.value, dismissal_word(one.state), decision.fingerprint,
    )  # fmt: skip
