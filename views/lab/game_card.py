"""The game day that runs: its clock, and what the operator can say. Nothing here tells what is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from console.domain.game_day.game_day import MarkWord
from console.kernel.i18n import t
from views.widgets.badge import Badge
from views.widgets.label import Label, set_role
from views.widgets.layout import column, row
from views.widgets.offered import offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.game_days.game_view import GameView
    from views.theme.theme import Theme


class GameCard(QWidget):
    """``said`` carries a ``MarkWord`` and, for ``NAMED``, the key of a runbook."""

    said = Signal(object, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._badge, self._sentence = Badge(theme), Label(role="strong", wrap=True)
        self._clock, self._left, self._told = Label(role="title"), Label(role="muted"), Label(role="muted", wrap=True)
        self._faults = QComboBox()
        self._faults.setAccessibleName(t("What it is"))
        self._faults.setMinimumContentsLength(24)
        self._seen = self._button(t("Something is wrong"), MarkWord.SEEN)
        self._named = self._button(t("It is this"), MarkWord.NAMED)
        self._checked = self._button(t("It is healed, and I have checked it"), MarkWord.CHECKED)
        self._give_up = self._button(t("Give up and see what it was"), MarkWord.GIVEN_UP)
        space = theme.space(1)
        head = row(self._badge, spacing=space)
        head.addWidget(self._sentence, 1)
        clock = row(self._clock, self._left, None, spacing=space * 2)
        buttons = row(self._seen, self._faults, self._named, self._checked, None, self._give_up, spacing=space)
        self.setLayout(column(head, clock, buttons, self._told, spacing=space))
        self.setFocusProxy(self._seen)

    def _button(self, title: str, word: MarkWord) -> QPushButton:
        button = QPushButton(title)
        button.clicked.connect(lambda: self.said.emit(word, str(self._faults.currentData() or "")))
        return button

    def show_view(self, view: GameView) -> None:
        """Show where it stands."""
        set_role(self._seen, "" if view.is_seen else "primary")
        set_role(self._checked, "primary" if view.is_seen else "")
        self._badge.show_health(view.health, t("Seen") if view.is_seen else t("On duty"))
        self._sentence.setText(view.sentence)
        self._clock.setText(view.clock)
        self._left.setText(view.left)
        self._told.setText("\n".join(view.said))
        self._told.setVisible(bool(view.said))
        for widget in (self._faults, self._named, self._checked):
            widget.setEnabled(view.is_seen)
        self._named.setEnabled(view.is_seen and self._faults.count() > 0)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer what can be named: keys of runbooks with the faults that they heal."""
        offer(self._faults, choices)
