"""Cost: which budget will be passed, and what would save most?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.cost_view import COST_TOPICS, CostView, cost_state
from console.presenters.data_state import DataKind
from views.cost.budget_table import BudgetTable
from views.cost.cost_tabs import CostTabs
from views.cost.cost_tiles import CostTiles
from views.page import Page, Shortcut, mending
from views.widgets.layout import column
from views.widgets.split_panel import SplitPanel
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext


class CostPage(Page):
    """The big numbers of the month, the budgets with the worst first, and below them everything behind."""

    topics = COST_TOPICS
    slices = ("estate", "connections", "objects", "readings")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._view: CostView | None = None
        self._wanted: dict[str, str] = {}
        self._was_loading = True
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(mending(context))
        self._tiles, self._budgets, self._tabs = CostTiles(context), BudgetTable(context), CostTabs(context)
        self._tiles.opened.connect(self._tabs.prove)
        self._budgets.opened.connect(self._tabs.prove_budget)
        self._budgets.yaml_asked.connect(self._tabs.prove_budget)
        split = SplitPanel(context.memory, "cost", self._budgets, self._tabs, shares=(5, 8), vertical=True)
        layout = column(self._banner, self._tiles, spacing=context.theme.space(1))
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take ``budget`` to put the cursor on."""
        self._wanted = {key: arguments[key] for key in ("budget",) if key in arguments}

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        now_s = self.context.clock.now().timestamp()
        found = cost_state(state, now_s)
        self._banner.show_state(found)
        self._view = CostView(state, now_s, self._view)
        nothing = "" if found.kind is DataKind.LOADING else t("Nothing is known of this yet.")
        self._tabs.say_when_empty(nothing)
        self._budgets.say_when_empty(t("The estate names no budgets: add them to its file under budgets."))
        self._budgets.set_rows(self._view.budgets)
        self._select(is_loading=found.kind is DataKind.LOADING)
        self._tiles.show_view(self._view, is_unread=found.kind in {DataKind.LOADING, DataKind.FAILED})
        self._tabs.show_view(self._view)

    def _select(self, *, is_loading: bool) -> None:
        wanted = self._wanted.get("budget")
        if wanted and self._budgets.select_key(wanted):
            self._wanted = {}
        elif self._was_loading and not is_loading and (shown := self._budgets.shown_rows()):
            self._budgets.select_key(shown[0].key)  # before, no budget was the worst
        self._was_loading = is_loading

    def filter_text(self, text: str) -> None:
        """Filter the budgets by any word shown."""
        self._budgets.set_filter(text)

    def lines_shown(self) -> int:
        """Return how many budgets are shown."""
        return self._budgets.shown_count

    def closing(self) -> None:
        """Drop what is still being read."""
        self._tabs.close_scope()

    def focus_main(self) -> None:
        """Put the focus on the budgets."""
        self._budgets.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        titles = (
            t("Show savings"), t("Show spending"), t("Show the weekly loop"), t("Show unit costs"),
            t("Show the edge"), t("Show imported bills"), t("Show evidence"),
        )  # fmt: skip
        names = ("savings", "spending", "weeks", "units", "edge", "bills", "evidence")
        return tuple(
            Shortcut(str(place + 1), title, partial(self._tabs.setCurrentIndex, place), f"cost-{name}")
            for place, (title, name) in enumerate(zip(titles, names, strict=True))
        )
