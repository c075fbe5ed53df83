"""The objectives, one by one or rolled up, with the choice between the two above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QStackedWidget, QWidget

from console.kernel.i18n import t
from console.presenters.slo_rollup import SloGroup, rollup_rows
from console.presenters.slo_rows import slo_row, slo_rows
from views.slo.rollup_table import RollupTable
from views.slo.slo_table import SloTable
from views.widgets.label import Label
from views.widgets.later import Later
from views.widgets.layout import column

if TYPE_CHECKING:
    from console.presenters.slo_rollup import RollupRow
    from console.presenters.slo_rows import SloRow
    from console.store.state import State
    from views.page import PageContext

_KEPT = "slos/by"
_FEWEST = 13.0  # spaces: the header and two lines


class SloList(QWidget):
    """``chosen`` carries the objective of the cursor (that of a group: its worst), ``opened`` one to be shown.

    ``head`` is the choice, to be put where there is room.
    """

    chosen = Signal(object)
    opened = Signal()
    evidence_asked = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._memory, self._theme = context.memory, context.theme
        self.head = QWidget()
        self._only: tuple[SloGroup, str] | None = None
        self._state: State | None = None
        self.table, self._groups = SloTable(context), Later(lambda: self._make_groups(context))
        self._by = QComboBox()
        self._by.setAccessibleName(t("Show the objectives by"))
        for title, group in _choices():
            self._by.addItem(title, group)
        self._by.setCurrentIndex(max(0, self._by.findData(self._memory.get(_KEPT))))
        self._by.currentIndexChanged.connect(lambda _place: self._regroup())
        self._all = QPushButton()
        self._all.clicked.connect(lambda: self._restrict(None))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._groups)
        self._connect()
        self._lay_out(context)

    def _connect(self) -> None:
        self.table.current_changed.connect(lambda _row: self._choose())
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.table.yaml_asked.connect(lambda _row: self.evidence_asked.emit())

    def _make_groups(self, context: PageContext) -> RollupTable:
        groups = RollupTable(context)
        groups.current_changed.connect(lambda _row: self._choose())
        groups.opened.connect(self._open_group)
        groups.yaml_asked.connect(lambda _row: self.evidence_asked.emit())
        return groups

    def _lay_out(self, context: PageContext) -> None:
        theme = context.theme
        self.head.setLayout(column(Label(t("Show the objectives by"), "caption"), self._by, self._all, None))
        layout = column()
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)
        self._measure()
        theme.changed.connect(self._measure)

    def _measure(self) -> None:
        self._stack.setMinimumHeight(self._theme.space(_FEWEST))

    @property
    def current(self) -> QWidget:
        """Return the table that is shown."""
        return self._groups.part if self._group is not None else self.table

    @property
    def _group(self) -> SloGroup | None:
        found = self._by.currentData()
        return SloGroup(found) if found else None

    def show_state(self, state: State) -> None:
        """Show the objectives of a state."""
        self._state = state
        self._fill()

    def _fill(self) -> None:
        if self._state is None:
            return
        group, only = self._group, self._only
        self._all.setVisible(group is None and only is not None)
        if only is not None:
            self._all.setText(t("Only {group}: show all", group=only[1] or t("(none)")))
        self._stack.setCurrentWidget(self.table if group is None else self._groups)
        rows = slo_rows(self._state)
        if group is not None:
            self._groups.part.set_rows(rollup_rows(self._state, group))
        else:
            self.table.set_rows([one for one in rows if only is None or only[1] in only[0].of(one.status)])

    def reach(self, wanted: dict[str, str]) -> None:
        """Put the cursor on the worst objective with these fields (``service``, ``name``, ``cell``)."""
        if self._state is None or not wanted:
            return
        rows = (one for one in slo_rows(self._state) if all(getattr(one, key) == wanted[key] for key in wanted))
        found = next(rows, None)
        if found is not None:
            self._by.setCurrentIndex(0)
            self._restrict(None)
            self.table.select_key(found.status.ref)

    def settle(self) -> None:
        """Put the cursor on the first line when it is nowhere, and tell what it is on."""
        if self._group is None and self.table.current_row() is None and (shown := self.table.shown_rows()):
            self.table.select_key(shown[0].status.ref)
        if self._group is not None:
            groups = self._groups.part
            if groups.current_row() is None and (lines := groups.shown_rows()):
                groups.select_key(lines[0].key)
        self._choose()

    def _choose(self) -> None:
        self.chosen.emit(self._current_row())

    def _current_row(self) -> SloRow | None:
        if self._group is None:
            return self.table.current_row()
        found = self._groups.part.current_row()
        return slo_row(found.rollup.worst) if found is not None and found.rollup.worst is not None else None

    def _regroup(self) -> None:
        self._memory.keep(_KEPT, self._by.currentData())
        self._restrict(None)

    def _open_group(self, found: RollupRow) -> None:
        group = self._group
        if group is not None:
            self._by.blockSignals(True)
            self._by.setCurrentIndex(0)
            self._by.blockSignals(False)
            self._restrict((group, found.key))
            self.table.setFocus()

    def _restrict(self, only: tuple[SloGroup, str] | None) -> None:
        self._only = only
        self._fill()
        self.settle()

    def next_grouping(self) -> None:
        """Take the next choice, after the last the first."""
        self._by.setCurrentIndex((self._by.currentIndex() + 1) % self._by.count())

    def say_when_empty(self, text: str) -> None:
        """Say why there is nothing when there is nothing."""
        self.table.say_when_empty(text)
        self._groups.tell("empty", lambda groups: groups.say_when_empty(text))

    def set_filter(self, text: str) -> None:
        """Show only lines in whose texts every word occurs."""
        self.table.set_filter(text)
        self._groups.tell("filter", lambda groups: groups.set_filter(text))

    def lines_shown(self) -> int:
        """Return how many lines are shown."""
        return self._groups.part.shown_count if self._group is not None else self.table.shown_count


def _choices() -> tuple[tuple[str, str], ...]:
    return (
        (t("single objective"), ""),
        (t("cell"), SloGroup.CELL.value),
        (t("service"), SloGroup.SERVICE.value),
        (t("segment"), SloGroup.SEGMENT.value),
    )
