"""The lab that this program runs: its scenarios, game days and messages, and its facts above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from console.kernel.i18n import t
from console.presenters.format import percent
from console.presenters.scenario_rows import scenario_rows
from views.lab.game_panel import GamePanel
from views.lab.lab_inbox import LabInbox
from views.lab.refusal_line import RefusalLine
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.later import Later
from views.widgets.layout import card, column, row
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.domain.lab_scenario import LabScenario
    from console.presenters.scenario_rows import ScenarioRow
    from views.page import PageContext


class LabBoard(QWidget):
    """Three tabs; while a game day runs the scenarios are hidden."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._facts = KeyValue(columns=2)
        self.table: DataTable[ScenarioRow] = DataTable(
            context.theme, _columns(), lambda one: one.id, name="scenarios", memory=context.memory
        )
        self.table.setAccessibleName(t("Scenarios"))
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(lambda _row: self._toggle())
        self._inject, self._take_back = QPushButton(t("Inject the fault")), QPushButton(t("Take it back"))
        self._inject.setProperty("role", "primary")
        self._inject.clicked.connect(lambda: self.steer(start=True))
        self._take_back.clicked.connect(lambda: self.steer(start=False))
        self._title, self._injects = Label(role="section"), Label(wrap=True)
        self._diagnosis, self._said = Label(role="muted", wrap=True), RefusalLine()
        self._inbox, self._games = Later(lambda: LabInbox(context)), GamePanel(context)
        self._games.hides.connect(lambda _hidden: self.ask())
        self._tabs = QTabWidget()
        self._lay_out()

    def _lay_out(self) -> None:
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
        layout = column(self.table, spacing=12)
        layout.addWidget(card(detail))
        faults.setLayout(layout)
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(faults, t("Scenarios"))
        self._tabs.addTab(self._games, t("Game day"))
        self._tabs.addTab(self._inbox, t("Messages that arrived"))
        layout = column(self._facts, spacing=12)
        layout.addWidget(self._tabs, 1)
        self.setLayout(layout)

    def turn(self, place: int) -> None:
        """Bring a tab to the front."""
        self._tabs.setCurrentIndex(place)

    def ask(self) -> None:
        """Ask the lab how it is."""
        desk = self._context.session.lab
        if desk is None or not desk.is_running:
            return
        self._context.bridge.when_done(desk.scenarios(), self._show, self._said.miss, owner=self)
        if (inbox := self._inbox.made) is not None:
            inbox.look()
        self._games.look()

    def _show(self, scenarios: tuple[LabScenario, ...]) -> None:
        self._said.note_answer()
        self._games.show_scenarios(scenarios)
        hidden = self._games.is_hiding  # the table would give away what a game day is about
        self.table.say_when_empty(t("Hidden while a game day runs.") if self._games.is_playing else "")
        self.table.set_rows(scenario_rows(() if hidden else scenarios, self._context.clock.now().timestamp()))
        if self.table.current_row() is None and self.table.shown_count:
            self.table.select_key(self.table.shown_rows()[0].id)
        self._choose(self.table.current_row())
        opened, desk = self._context.session.open, self._context.session.lab
        share = desk.history_share if desk is not None else None
        pairs = [(t("History written"), percent(share))] if share is not None else []
        if opened is not None and opened.estate.is_lab:
            files = (t("Estate file"), str(opened.file)), (t("Kubeconfig"), str(opened.file.parent / "kubeconfig"))
            pairs = [*files, *pairs]
        elif opened is not None:
            other = opened.estate.title or opened.estate.name
            pairs.append((t("Estate of this window"), t("{name}: the faults of the lab do not show here", name=other)))
        self._facts.show_pairs(pairs)

    def _choose(self, chosen: ScenarioRow | None) -> None:
        self._title.setText(chosen.title if chosen else "")
        self._injects.setText(chosen.injects if chosen else "")
        self._diagnosis.setText(t("A good diagnosis: {text}", text=chosen.diagnosis) if chosen else "")
        is_active = chosen is not None and chosen.is_active
        if (self._inject if is_active else self._take_back).hasFocus():
            self.table.setFocus()  # a button that goes grey would hand the focus to the rail
        self._inject.setEnabled(chosen is not None and not is_active)
        self._take_back.setEnabled(is_active)

    # --- what the user asks ---------------------------------------------------------------------------------------

    def _toggle(self) -> None:
        chosen = self.table.current_row()
        if chosen is not None:
            self.steer(start=not chosen.is_active)

    def steer(self, *, start: bool) -> None:
        """Inject the fault under the cursor, or take it back."""
        chosen, desk = self.table.current_row(), self._context.session.lab
        if chosen is None or desk is None:
            return
        self._said.clear_refusal()
        future = desk.start_scenario(chosen.id) if start else desk.stop_scenario(chosen.id)
        self._context.bridge.when_done(future, self._show, self._said.refuse, owner=self)


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
        Column("since", t("For"), lambda one: one.since, sort=lambda one: one.since_s, numeric=True, width=80),
        Column("id", t("Name on the command line"), lambda one: one.id, mono=True, width=220, tooltip=_tip),
        Column("injects", t("What it does"), lambda one: one.injects, width=300, stretch=True),
    )


def _tip(one: ScenarioRow) -> str:
    return f"{one.id}: {health_word(one.health)}"
