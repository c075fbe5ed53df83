"""One stage of the pipeline: where it stands, who has it, and what asks for most in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from console.kernel.i18n import t
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel
from views.widgets.layout import column, row
from views.widgets.paragraph import Paragraph
from views.widgets.tip import tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from console.presenters.pipeline.stage_rows import StageRow
    from views.theme.theme import Theme


class StageCard(QFrame):
    """``opened`` is emitted when the user asks for its evidence (click or Enter)."""

    opened = Signal()

    def __init__(self, theme: Theme, place: int) -> None:
        super().__init__()
        self._place = place
        self._title, self._owner = ElidedLabel(role="strong"), ElidedLabel(role="caption")
        self._badge, self._text = Badge(theme, filled=False), Paragraph("muted")
        self._badge.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._theme = theme
        self._measure()
        theme.changed.connect(self._measure)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setLayout(
            column(
                self._title, row(self._badge, None), self._text, self._owner, spacing=theme.space(0.5),
                margins=(7, 8, 7, 8),  # the longest state fits in the first size of a window
            )
        )  # fmt: skip

    def _measure(self) -> None:
        self._text.setFixedHeight(self._theme.space(9.5))

    def show_stage(self, found: StageRow) -> None:
        """Show a stage."""
        self._title.setText(f"{self._place}  {found.title}")
        self._badge.show_health(found.health, found.state)
        self._badge.setToolTip(tip(found.state))
        self._text.setText(found.sentence)
        self._owner.setText(t("Owner: {owner}", owner=found.owner))
        self.setAccessibleName(f"{found.title}, {found.state}, {found.sentence}")

    def mark(self, *, chosen: bool) -> None:
        """Show whether its evidence is below."""
        self.setProperty("role", "raised" if chosen else "card")
        self.style().unpolish(self)
        self.style().polish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
