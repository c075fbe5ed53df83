"""The describe-like summary of an object: facts and small tables, from the presenter's sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from console.kernel.i18n import t
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.section_header import SectionHeader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.resource_summary import SummarySection
    from views.page import PageContext


class SummaryView(QScrollArea):
    """Rebuilt only when the sections change; all text is plain and can be selected."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setAccessibleName(t("Summary"))
        self._theme = context.theme
        self._sections: tuple[SummarySection, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_sections(self, sections: Sequence[SummarySection]) -> None:
        """Show the sections in their order."""
        if tuple(sections) == self._sections:
            return
        self._sections = tuple(sections)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 8, 8, 8)
        box.setSpacing(self._theme.space(1))
        for section in sections:
            box.addWidget(SectionHeader(section.title))
            if section.lines:
                pairs = KeyValue()
                pairs.show_pairs(section.lines)
                box.addWidget(pairs)
            if section.rows:
                box.addWidget(_grid(section))
        box.addStretch(1)
        self.setWidget(body)


def _grid(section: SummarySection) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for place, title in enumerate(section.columns):
        grid.addWidget(Label(title, "caption"), 0, place)
    for line, cells in enumerate(section.rows, start=1):
        for place, text in enumerate(cells):
            grid.addWidget(Label(text, wrap=True), line, place)
    grid.setColumnStretch(len(section.columns) - 1, 1)
    return holder
