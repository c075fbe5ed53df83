"""What the policies say to a change, and the way to a second signature where one is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from console.domain.health import Health
from console.domain.policy_verdict import PolicyNeed
from console.kernel.i18n import t
from console.presenters.policy_rows import policy_lines
from views.widgets.badge import Badge
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from console.domain.policy_verdict import PolicyVerdict
    from views.theme.theme import Theme

_TONES = {Health.OK: "neutral", Health.WARNING: "warning", Health.CRITICAL: "critical"}


class PolicyBox(QFrame):
    """``asked`` and ``taken`` are the buttons of the second signature."""

    asked = Signal()
    taken = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._badge, self._said, self._next = (
            Badge(theme, filled=False),
            Label(wrap=True, selectable=True),
            Label(wrap=True),
        )
        self._ask, self._take = QPushButton(t("Ask for a signature …")), QPushButton(t("Take in a signature …"))
        self._ask.clicked.connect(self.asked)
        self._take.clicked.connect(self.taken)
        for button in (self._ask, self._take):
            button.setAutoDefault(False)
        said = row(self._badge, spacing=theme.space(1.5))
        said.addWidget(self._said, 1)
        self._buttons = QFrame()
        self._buttons.setLayout(row(self._ask, self._take, None, spacing=theme.space(1)))
        self.setLayout(column(said, self._next, self._buttons, spacing=theme.space(1), margins=(12, 8, 12, 8)))

    def show_verdict(self, verdict: PolicyVerdict | None) -> None:
        """Show what is said now; nothing when no policy was asked. What can still be given here is no refusal yet."""
        lines = policy_lines(verdict)
        self.setVisible(bool(lines))
        if verdict is None:
            return
        health, word = _look(verdict)
        self._badge.show_health(health, word)
        self._said.setText("\n".join(one.text for one in lines))
        self.setProperty("tone", _TONES[health])
        self.style().polish(self)
        waits = verdict.needs(PolicyNeed.SIGNATURE)
        if not waits or self._buttons.isHidden():
            self._next.setText(
                t("Write the request to a file, have another operator sign it, and take in what comes back.")
                if waits
                else ""
            )
        self._buttons.setVisible(waits)
        self._next.setVisible(waits)

    def set_ready(self, ready: bool) -> None:
        """Let a signature be asked for once nothing else is missing: another reason is another plan."""
        self._ask.setEnabled(ready)

    def show_saved(self, change_id: str, place: str) -> None:
        """Say where the request is; the change waits in the drawer Changes."""
        self._next.setText(
            t(
                "The request is in {place}. Another operator signs it with: cell-console change approve FILE. "
                "Until then {id} waits among the changes; open it there to apply it.",
                place=place,
                id=change_id,
            )
        )


def _look(verdict: PolicyVerdict) -> tuple[Health, str]:
    refusals = verdict.refusals
    if any(one.need is PolicyNeed.NOTHING for one in refusals):
        return Health.CRITICAL, t("Refused")
    if refusals:
        return Health.WARNING, t("Still needed")
    return (Health.WARNING, t("Warned")) if verdict.findings else (Health.OK, t("Allowed"))
