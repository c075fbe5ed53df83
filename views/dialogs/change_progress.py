"""How far a confirmed change is: the grace period that can be used to take it back, then what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton

from console.domain.change import ChangeState
from console.domain.change_word import state_health, state_word
from console.kernel.i18n import t
from views.widgets.badge import Badge
from views.widgets.label import Label
from views.widgets.layout import row

if TYPE_CHECKING:
    from console.domain.change import Change
    from views.theme.theme import Theme

_TICK_MS = 1000


class ChangeProgress(QFrame):
    """``taken_back`` carries the id of a change whose grace period is being used."""

    taken_back = Signal(str)

    def __init__(self, theme: Theme, grace_s: float) -> None:
        super().__init__()
        self._left_s = round(grace_s)
        self._id = ""
        self._badge, self._note = Badge(theme), Label(wrap=True, selectable=True)
        self._back = QPushButton(t("Take the change back"))
        self._back.clicked.connect(lambda: self.taken_back.emit(self._id))
        self.setProperty("tone", "neutral")
        layout = row(self._badge, spacing=theme.space(1.5), margins=(12, 8, 12, 8))
        layout.addWidget(self._note, 1)
        layout.addWidget(self._back)
        self.setLayout(layout)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._count_down)

    def show_change(self, change: Change) -> None:
        """Show its state and what was told last."""
        self._id = change.id
        waiting = change.state is ChangeState.CONFIRMED
        word = state_word(change.state, was_applied=change.was_applied)
        self._badge.show_health(state_health(change.state), word)
        self._back.setVisible(waiting)
        if waiting and not self._tick.isActive():
            self._tick.start()
            self._back.setFocus()
        elif not waiting:
            self._tick.stop()
        self._say(self._waiting() if waiting else change.note or _going(change.state))

    def _count_down(self) -> None:
        self._left_s = max(0, self._left_s - 1)
        self._say(self._waiting())

    def _waiting(self) -> str:
        if self._left_s:
            return t("Applied in {seconds} s unless you take it back.", seconds=self._left_s)
        return t("Waiting for its turn: another change of this target is running.")

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self.setAccessibleName(f"{self._badge.text()}. {text}")


def _going(state: ChangeState) -> str:
    return {
        ChangeState.APPLYING: t("Being applied …"),
        ChangeState.APPLIED: t("Applied; reading back until it is reached …"),
    }.get(state, "")
