"""Lab: what can be practised here, what is broken now, and is it healed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QStackedWidget, QTabWidget, QWidget

from console.kernel.i18n import t
from console.presenters.format import percent
from console.presenters.scenario_rows import scenario_rows
from views.lab.game_panel import GamePanel
from views.lab.lab_inbox import LabInbox
from views.page import Page, Shortcut
from views.widgets.empty_state import EmptyState
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.layout import card, column, row
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.domain.lab_scenario import LabScenario
    from console.kernel.errors import ConsoleError
    from console.presenters.scenario_rows import ScenarioRow
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

LOOK_MS = 2_000


class LabPage(Page):
    """The scenarios of the lab that this program runs; a lab of another program is only named."""

    slices = ("estate",)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._facts = KeyValue(columns=2)
        self._table: DataTable[ScenarioRow] = DataTable(
            context.theme, _columns(), lambda one: one.id, name="scenarios", memory=context.memory
        )
        self._table.setAccessibleName(t("Scenarios"))
        self._table.current_changed.connect(self._choose)
        self._table.opened.connect(lambda _row: self._toggle())
        self._inject, self._take_back = QPushButton(t("Inject the fault")), QPushButton(t("Take it back"))
        self._inject.setProperty("role", "primary")
        self._inject.clicked.connect(lambda: self._steer(start=True))
        self._take_back.clicked.connect(lambda: self._steer(start=False))
        self._title, self._injects = Label(role="section"), Label(wrap=True)
        self._diagnosis, self._said = Label(role="muted", wrap=True), Label(role="error", wrap=True)
        self._none = EmptyState(context.theme, "lab", t("The lab is not running"), "", t("Start the lab"), self._start)
        self._inbox, self._games = LabInbox(context), GamePanel(context)
        self._games.hides.connect(lambda _hidden: self._ask())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self._running())
        self.setLayout(column(self._stack))
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._ask)

    def _running(self) -> QWidget:
        detail = column(
            self._title,
            self._injects,
            self._diagnosis,
            row(self._inject, self._take_back, None, spacing=8),
            self._said,
            spacing=8,
            margins=(12, 12, 12, 12),
        )
        faults = QWidget()
        layout = column(self._table, spacing=12)
        layout.addWidget(card(detail))
        faults.setLayout(layout)
        self._parts = parts = QTabWidget()
        parts.setDocumentMode(True)
        parts.addTab(faults, t("Scenarios"))
        parts.addTab(self._games, t("Game day"))
        parts.addTab(self._inbox, t("Messages that arrived"))
        whole = QWidget()
        layout = column(self._facts, spacing=12)
        layout.addWidget(parts, 1)
        whole.setLayout(layout)
        return whole

    # --- what is shown --------------------------------------------------------------------------------------------

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show whether the lab runs."""
        desk = self.context.session.lab
        if desk is not None and desk.is_running:
            self._stack.setCurrentIndex(1)
            self._ask()
            return
        self._stack.setCurrentIndex(0)
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
            self._parts.setCurrentIndex(int(arguments["tab"] == "games"))

    def shown(self) -> None:
        """Look after the scenarios."""
        self._look.start()

    def hidden(self) -> None:
        """Look no more."""
        self._look.stop()

    def _ask(self) -> None:
        desk = self.context.session.lab
        if desk is None or not desk.is_running:
            if self._stack.currentIndex() == 1:
                self.render(self.context.session.store.state, None)
            return
        if self._stack.currentIndex() == 0:
            self._stack.setCurrentIndex(1)
        self.context.bridge.when_done(desk.scenarios(), self._show, self._fail, owner=self)
        self._inbox.look()
        self._games.look()

    def _show(self, scenarios: tuple[LabScenario, ...]) -> None:
        self._said.hide()
        self._games.show_scenarios(scenarios)
        hidden = self._games.is_hiding  # the table would give away what a game day is about
        self._table.say_when_empty(t("Hidden while a game day runs.") if hidden else "")
        self._table.set_rows(scenario_rows(() if hidden else scenarios, self.context.clock.now().timestamp()))
        if self._table.current_row() is None and self._table.shown_count:
            self._table.select_key(self._table.shown_rows()[0].id)
        self._choose(self._table.current_row())
        opened, desk = self.context.session.open, self.context.session.lab
        share = desk.history_share if desk is not None else 0.0
        pairs = [
            (t("Estate file"), str(opened.file) if opened is not None else ""),
            (t("Kubeconfig"), str(opened.file.parent / "kubeconfig") if opened is not None else ""),
            (t("History written"), percent(share)),
        ]
        self._facts.show_pairs([pair for pair in pairs if pair[1]])

    def _fail(self, error: ConsoleError) -> None:
        self._said.setText(str(error))
        self._said.show()

    def _choose(self, chosen: ScenarioRow | None) -> None:
        self._title.setText(chosen.title if chosen else "")
        self._injects.setText(chosen.injects if chosen else "")
        self._diagnosis.setText(t("A good diagnosis: {text}", text=chosen.diagnosis) if chosen else "")
        is_active = chosen is not None and chosen.is_active
        if (self._inject if is_active else self._take_back).hasFocus():
            self._table.setFocus()  # a button that goes grey would hand the focus to the rail
        self._inject.setEnabled(chosen is not None and not is_active)
        self._take_back.setEnabled(is_active)

    # --- what the user asks ---------------------------------------------------------------------------------------

    def _start(self) -> None:
        self.context.estates.open_lab()

    def _toggle(self) -> None:
        chosen = self._table.current_row()
        if chosen is not None:
            self._steer(start=not chosen.is_active)

    def _steer(self, *, start: bool) -> None:
        chosen, desk = self._table.current_row(), self.context.session.lab
        if chosen is None or desk is None:
            return
        future = desk.start_scenario(chosen.id) if start else desk.stop_scenario(chosen.id)
        self.context.bridge.when_done(future, self._show, self._fail, owner=self)

    def filter_text(self, text: str) -> None:
        """Filter the scenarios."""
        self._table.set_filter(text)

    def focus_main(self) -> None:
        """Put the focus on the scenarios."""
        self._table.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("I", t("Inject the selected fault"), lambda: self._steer(start=True), "lab-inject"),
            Shortcut("U", t("Take the selected fault back"), lambda: self._steer(start=False), "lab-take-back"),
            Shortcut("1", t("Show the scenarios"), lambda: self._parts.setCurrentIndex(0), "lab-scenarios"),
            Shortcut("2", t("Show the game days"), lambda: self._parts.setCurrentIndex(1), "lab-games"),
        )


def _columns() -> tuple[Column[ScenarioRow], ...]:
    return (
        Column("title", t("Scenario"), lambda one: one.title, width=320),
        Column(
            "state",
            t("State"),
            lambda one: one.state,
            health=lambda one: one.health,
            sort=lambda one: -one.health,
            width=130,
        ),
        Column("since", t("For"), lambda one: one.since, numeric=True, width=80),
        Column("id", t("Name on the command line"), lambda one: one.id, mono=True, width=220, tooltip=_tip),
        Column("injects", t("What it does"), lambda one: one.injects, width=300, stretch=True),
    )


def _tip(one: ScenarioRow) -> str:
    return f"{one.id}: {health_word(one.health)}"
