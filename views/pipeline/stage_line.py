"""The six stages side by side; one of them can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain.pipeline_stage import StageKey
from views.pipeline.stage_card import StageCard
from views.widgets.label import Label
from views.widgets.layout import row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.pipeline.stage_rows import StageRow
    from views.page import PageContext


class StageLine(QWidget):
    """``chosen`` carries the key of the stage whose evidence is wanted; the same one again: of all (empty)."""

    chosen = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._chosen = ""
        self._cards = {key: StageCard(context.theme, place + 1) for place, key in enumerate(StageKey)}
        layout = row(spacing=context.theme.space(0.25))
        for place, (key, card) in enumerate(self._cards.items()):
            if place:
                layout.addWidget(Label("›", "muted"))
            card.opened.connect(lambda key=key: self._choose(key.value))
            layout.addWidget(card, 1)
        self.setLayout(layout)

    def show_stages(self, rows: Sequence[StageRow]) -> None:
        """Show the stages in their order."""
        for one in rows:
            self._cards[one.key].show_stage(one)

    def _choose(self, key: str) -> None:
        self._chosen = "" if key == self._chosen else key
        for one, card in self._cards.items():
            card.mark(chosen=one.value == self._chosen)
        self.chosen.emit(self._chosen)
