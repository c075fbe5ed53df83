"""Lab: what can be practised here, what is broken now, and is it healed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from console.kernel.i18n import t
from views.lab.lab_board import LabBoard
from views.page import Page, Shortcut
from views.widgets.empty_state import EmptyState
from views.widgets.later import Later
from views.widgets.layout import column

if TYPE_CHECKING:
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

LOOK_MS = 2_000


class LabPage(Page):
    """The scenarios of the lab that this program runs; a lab of another program is only named."""

    slices = ("estate",)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._none = EmptyState(context.theme, "lab", t("The lab is not running"), "", t("Start the lab"), self._start)
        self._board = Later(lambda: LabBoard(context))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self._board)
        self.setLayout(column(self._stack))
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._ask)

    # --- what is shown --------------------------------------------------------------------------------------------

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show whether the lab runs."""
        desk = self.context.session.lab
        if desk is not None and desk.is_running:
            self._stack.setCurrentWidget(self._board)
            self._board.part.ask()
            return
        self._stack.setCurrentWidget(self._none)
        is_lab = state.estate is not None and state.estate.is_lab
        self._none.tell(
            t("The lab is run by another program") if is_lab else t("The lab is not running"),
            t("Its faults are steered where it was started: cell-console lab --scenario NAME.")
            if is_lab
            else t("The lab is a simulated estate with real protocols: break it, repair it, lose nothing."),
        )

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take the ``tab`` to show (``scenarios``, ``games``)."""
        if "tab" in arguments:
            self._turn(int(arguments["tab"] == "games"))

    def shown(self) -> None:
        """Look after the scenarios."""
        self._look.start()

    def hidden(self) -> None:
        """Look no more."""
        self._look.stop()

    def _ask(self) -> None:
        """Look at the lab; it may have begun or ended meanwhile."""
        desk = self.context.session.lab
        runs, is_seen = desk is not None and desk.is_running, self._stack.currentWidget() is self._board
        if runs or is_seen:
            self.render(self.context.session.store.state, None)

    # --- what the user asks ---------------------------------------------------------------------------------------

    def _start(self) -> None:
        self.context.estates.open_lab()

    def _turn(self, place: int) -> None:
        self._board.tell("tab", lambda board: board.turn(place))

    def _steer(self, *, start: bool) -> None:
        if (board := self._board.made) is not None:
            board.steer(start=start)

    def filter_text(self, text: str) -> None:
        """Filter the scenarios."""
        self._board.tell("filter", lambda board: board.table.set_filter(text))

    def focus_main(self) -> None:
        """Put the focus on the scenarios."""
        if (board := self._board.made) is not None:
            board.table.setFocus()
        else:
            self._none.focus_button()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("I", t("Inject the selected fault"), lambda: self._steer(start=True), "lab-inject"),
            Shortcut("U", t("Take the selected fault back"), lambda: self._steer(start=False), "lab-take-back"),
            Shortcut("1", t("Show the scenarios"), lambda: self._turn(0), "lab-scenarios"),
            Shortcut("2", t("Show the game days"), lambda: self._turn(1), "lab-games"),
        )
