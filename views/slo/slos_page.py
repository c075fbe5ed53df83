"""SLOs: which promise breaks next, and how much of its budget is left?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState, data_state
from console.presenters.slo_rows import slo_rows
from views.page import Page, Shortcut, mending
from views.slo.slo_detail import SloDetail
from views.slo.slo_list import SloList
from views.slo.slo_tiles import SloTiles
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from console.presenters.slo_rows import SloRow
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext


class SlosPage(Page):
    """Three big numbers of the chosen objective, all objectives, and below them its detail."""

    topics = ("slos", "alerts")
    slices = ("estate", "connections", "objects", "changes")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._wanted: dict[str, str] = {}
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(mending(context))
        self._tiles, self._list, self._detail = SloTiles(context), SloList(context), SloDetail(context)
        self._list.chosen.connect(self._choose)
        self._list.opened.connect(lambda: self._detail.setCurrentIndex(0))
        self._list.evidence_asked.connect(lambda: self._detail.setCurrentIndex(3))
        self._tiles.opened.connect(lambda: self._detail.setCurrentIndex(3))
        split = SplitPanel(context.memory, "slos", self._list, self._detail, shares=(5, 6), vertical=True)
        top = row(spacing=context.theme.space(2))
        top.addWidget(self._tiles, 1)
        top.addWidget(self._list.head)
        layout = column(self._banner, spacing=context.theme.space(1))
        layout.addLayout(top)
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take ``service`` and ``name`` of an objective, or ``cell`` (its worst one), to put the cursor on."""
        self._wanted = {key: arguments[key] for key in ("service", "name", "cell") if key in arguments}

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        now_s = self.context.clock.now().timestamp()
        found = _data_state(state, now_s)
        self._banner.show_state(found)
        nothing = t("No objective has been read. The estate names their documents under slos.")
        self._list.say_when_empty("" if found.kind is DataKind.LOADING else nothing)
        self._list.show_state(state)
        if self._wanted and slo_rows(state):
            self._list.reach(self._wanted)
            self._wanted = {}
        self._list.settle()

    def _choose(self, row: SloRow | None) -> None:
        state = self.context.session.store.state
        table = state.table(row.status.ref.connection, "slos") if row is not None else None
        self._tiles.show_objective(row, table.at_s if table is not None else None)
        self._detail.show_objective(state, row.status if row is not None else None)

    def filter_text(self, text: str) -> None:
        """Filter the objectives by service, name, cell, segment or any other word shown."""
        self._list.set_filter(text)

    def lines_shown(self) -> int:
        """Return how many objectives are shown."""
        return self._list.lines_shown()

    def closing(self) -> None:
        """Drop questions that are still open."""
        self._detail.close_scope()

    def focus_main(self) -> None:
        """Put the focus on the objectives."""
        self._list.current.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("1", t("Show the error budget"), lambda: self._detail.setCurrentIndex(0), "slo-budget"),
            Shortcut("2", t("Show the burn rates"), lambda: self._detail.setCurrentIndex(1), "slo-burns"),
            Shortcut("3", t("Show alerts and changes"), lambda: self._detail.setCurrentIndex(2), "slo-marks"),
            Shortcut("4", t("Show facts and query"), lambda: self._detail.setCurrentIndex(3), "slo-query"),
            Shortcut("V", t("Roll the objectives up"), self._list.next_grouping, "slo-group"),
        )


def _data_state(state: State, now_s: float) -> DataState:
    if state.estate is not None and not state.estate.slos:
        text = t("The estate names no objectives.")
        return DataState(DataKind.EMPTY, text, t("Add OpenSLO or Sloth documents to its file under slos."))
    servers = state.estate.prometheus if state.estate is not None else ()
    return data_state(state, (one.key for one in servers), ("slos",), now_s)
