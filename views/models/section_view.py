"""One section of one model: its answer, its big numbers, its spans, its tables and their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QWidget

from console.kernel.i18n import t
from console.presenters.format import local_time
from console.presenters.model_sheet import SheetEvidence, SheetLine
from views.models.line_table import LineTable
from views.models.proposal_row import ProposalRow
from views.models.span_chart import SpanChart
from views.widgets.badge import Badge
from views.widgets.evidence_panel import EvidencePanel
from views.widgets.label import ElidedLabel, Label, unmarked
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.stat_tile import Evidence, StatTile

if TYPE_CHECKING:
    from collections.abc import Hashable

    from console.presenters.model_sheet import SectionSheet, SheetTile
    from console.presenters.model_summary import SummaryRow
    from views.page import PageContext


class SectionView(QWidget):
    """Shows any ``SectionSheet``; tables are made once per section and then only told new lines."""

    opened = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        self._title, self._model, self._badge = Label(role="section"), ElidedLabel(role="muted"), Badge(theme)
        self._headline, self._notes = Label(role="strong", wrap=True), Label(role="muted", wrap=True)
        self._tiles: list[StatTile] = []
        self._shown_tiles: tuple[SheetTile, ...] = ()
        self._chart, self._proposals = SpanChart(theme), ProposalRow(context)
        self._tabs, self._evidence = QTabWidget(), Later(lambda: EvidencePanel(theme))
        self._tabs.setDocumentMode(True)
        self._tables: list[LineTable] = []
        self._shape: Hashable = None
        head = row(self._title, self._badge, spacing=theme.space(1))
        head.addWidget(self._model, 1)
        self._tile_row = row(spacing=theme.space(1))
        tiles = QWidget()
        tiles.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        tiles.setLayout(self._tile_row)
        layout = column(head, self._headline, tiles, self._chart, self._proposals, spacing=theme.space(1))
        layout.addWidget(self._tabs, 1)
        layout.addWidget(self._notes)
        self.setLayout(layout)

    def show_section(self, found: SummaryRow | None) -> None:
        """Show a section; ``None``: there is none."""
        self.setVisible(found is not None)
        if found is None:
            return
        sheet = found.sheet
        self._title.setText(found.title)
        self._model.setText(found.model_title)
        self._badge.show_health(found.health)
        self._headline.setText(found.headline)
        self._notes.setText("\n".join(sheet.notes))
        self._notes.setVisible(bool(sheet.notes))
        self._chart.show_bars(sheet.bars)
        self._proposals.show_proposals(sheet.proposals)
        self._show_tables(found, sheet)
        self._show_tiles(sheet.tiles)

    def _show_tiles(self, tiles: tuple[SheetTile, ...]) -> None:
        self._shown_tiles = tiles
        for tile, told in zip(self._tiles, tiles, strict=True):
            proof = told.evidence
            evidence = Evidence(proof.query, proof.source, local_time(proof.read_at_s) if proof.read_at_s else "")
            tile.show_value(told.value, told.health, told.note, evidence)

    def _show_tables(self, found: SummaryRow, sheet: SectionSheet) -> None:
        words = tuple(tile.label for tile in sheet.tiles)
        shape = (found.section, found.model, words, tuple((one.key, one.columns) for one in sheet.tables))
        if shape != self._shape:
            self._shape = shape
            self._rebuild(found.section, sheet)
            return
        for table, told in zip(self._tables, sheet.tables, strict=True):
            table.show_table(told)

    def _rebuild(self, section: str, sheet: SectionSheet) -> None:
        self._tabs.clear()
        for old in self._tables:
            old.deleteLater()
        self._make_tiles(sheet.tiles)
        self._tables = [LineTable(self._context, told, section) for told in sheet.tables]
        for table, told in zip(self._tables, sheet.tables, strict=True):
            table.current_changed.connect(self._prove)
            table.opened.connect(self._open)
            table.yaml_asked.connect(self._open)
            self._tabs.addTab(table, unmarked(told.title))
        self._tabs.addTab(self._evidence, t("Evidence"))
        first = next((line for table in sheet.tables for line in table.lines), None)
        self._prove(first)

    def _make_tiles(self, tiles: tuple[SheetTile, ...]) -> None:
        for old in self._tiles:
            self._tile_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._tiles = [StatTile(self._context.theme, told.label) for told in tiles]
        for place, tile in enumerate(self._tiles):
            tile.opened.connect(lambda place=place: self._show_tile(place))
            tile.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)  # all of one height
            self._tile_row.addWidget(tile, 1)

    def _prove(self, line: SheetLine | None) -> None:
        if line is not None:
            self._show_evidence(line.cells[0].text, line.evidence)

    def _show_evidence(self, what: str, evidence: SheetEvidence) -> None:
        self._evidence.tell("evidence", lambda panel: panel.show_evidence(evidence.facts(what), evidence.query))

    def _open(self, line: SheetLine) -> None:
        self._prove(line)
        self.show_evidence()

    def _show_tile(self, place: int) -> None:
        tile = self._shown_tiles[place]
        if tile.evidence != SheetEvidence():
            self._show_evidence(f"{tile.label}: {tile.value}", tile.evidence)
            self.show_evidence()

    def show_evidence(self) -> None:
        """Bring the evidence to the front."""
        self._tabs.setCurrentWidget(self._evidence)
        self.opened.emit()

    def show_table(self, place: int) -> None:
        """Bring one of the tables to the front and put the focus there."""
        if place < len(self._tables):
            self._tabs.setCurrentIndex(place)
            self._tables[place].setFocus()

    def filter_text(self, text: str) -> None:
        """Filter the lines of every table."""
        for table in self._tables:
            table.set_filter(text)
