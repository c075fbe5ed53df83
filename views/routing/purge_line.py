"""One stage of a cache purge: what goes, how far it is, and the button that opens its change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from console.domain.health import Health
from console.domain.purge_order import PurgeLevel
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.routing.purge_stage import purge_of
from views.widgets.badge import Badge
from views.widgets.label import Label
from views.widgets.layout import row
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.domain.edge.zone import Zone
    from console.presenters.routing.purge_stage import PurgeStage
    from views.theme.theme import Theme


class PurgeLine(QWidget):
    """``asked`` carries the operation; ``refused`` a sentence, empty when there is nothing to say."""

    asked = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme, level: PurgeLevel) -> None:
        super().__init__()
        self._level = level
        self._zone: Zone | None = None
        self._title, self._state = Label(role="strong"), Badge(theme)
        self._names, self._go = QLineEdit(), QPushButton(t("Review purge"))
        self._title.setMinimumWidth(theme.space(12))
        self._names.setMaxLength(4000)
        self._names.setAccessibleName(self._go.text())
        self._names.textChanged.connect(lambda _text: self.refused.emit(""))
        self._go.clicked.connect(self._ask)
        layout = row(self._title, self._names, spacing=theme.space(1))
        layout.setStretch(0 if level is PurgeLevel.GLOBAL else 1, 1)
        layout.addWidget(self._state)
        layout.addWidget(self._go)
        self.setLayout(layout)
        self._names.setVisible(level is not PurgeLevel.GLOBAL)  # within the line: alone it would be a window

    def show_stage(self, zone: Zone, stage: PurgeStage, locked: str) -> None:
        """Show how far a stage is; ``locked`` says why nothing can be changed at all."""
        self._zone = zone
        self._title.setText(f"{stage.title}: {stage.purges}" if self._level is PurgeLevel.GLOBAL else stage.title)
        self._names.setPlaceholderText(stage.purges)
        self._names.setAccessibleName(f"{stage.title}: {stage.purges}")
        self._state.show_health(Health.OK if stage.is_verified else Health.UNKNOWN, stage.state)
        why = stage.why_not or locked
        self._go.setEnabled(not why)
        self._go.setToolTip(tip(why))
        self._go.setAccessibleDescription(why)
        self._go.setAccessibleName(f"{stage.title}: {self._go.text()}")

    def forget(self) -> None:
        """Let go of what was typed."""
        self._names.clear()

    def _ask(self) -> None:
        names = [one for one in self._names.text().replace(",", " ").split() if one]
        if self._zone is None:
            return
        try:
            operation = purge_of(self._zone, self._level, names)
        except UserError as error:
            self.refused.emit(str(error))
            return
        self.refused.emit("")
        self.asked.emit(operation)
