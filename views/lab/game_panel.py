"""Game days on the Lab page: agree on one, say what you see while it runs, and learn from it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain.game_day.game_day import MarkWord
from console.kernel.i18n import t
from console.presenters.game_days.game_rows import GameRow, game_rows
from console.presenters.game_days.game_view import fault_choices, game_view
from views.lab.game_card import GameCard
from views.lab.game_debrief_view import GameDebriefView
from views.lab.game_form import GameForm
from views.lab.refusal_line import RefusalLine
from views.widgets.later import Later
from views.widgets.layout import card, column
from views.widgets.split_panel import SplitPanel
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from console.domain.game_day.game_day import GameDay
    from console.domain.lab_scenario import LabScenario
    from console.kernel.errors import ConsoleError
    from console.services.game_days.game_desk import GameDesk
    from views.lab.game_form import GameAgreement
    from views.page import PageContext


class GamePanel(QWidget):
    """``hides`` is emitted when a game day begins, ends or is first known: while one runs the scenarios are hidden."""

    hides = Signal(bool)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._open: GameDay | None = None
        self._is_known = False
        self._form, self._card, self._said = GameForm(context.theme), GameCard(context.theme), RefusalLine()
        self._form.agreed.connect(self._begin)
        self._card.said.connect(self._say)
        self._card.hide()
        self._table: DataTable[GameRow] = DataTable(
            context.theme, _columns(), lambda one: one.id, name="game-days", memory=context.memory
        )
        self._table.setAccessibleName(t("Game days"))
        self._table.say_when_empty(t("No game day yet."))
        self._debrief = Later(self._make_debrief)
        self._debrief.hide()
        self._table.current_changed.connect(self._show_debrief)
        space = context.theme.space(1)
        layout = column(spacing=space, margins=(0, space, 0, 0))
        layout.addWidget(card(column(self._form, self._card, self._said, spacing=space, margins=(12, 12, 12, 12))))
        layout.addWidget(SplitPanel(context.memory, "game-days", self._table, self._debrief, shares=(4, 7)), 1)
        self.setLayout(layout)

    @property
    def is_hiding(self) -> bool:
        """Return whether nothing may be told of the faults: a game day runs, or nobody knows yet whether one does."""
        return self._open is not None or not self._is_known

    @property
    def is_playing(self) -> bool:
        """Return whether a game day runs."""
        return self._open is not None

    def look(self) -> None:
        """Look after the game days anew."""
        games = self._games()
        if games is not None:
            future = self._context.session.runtime.submit(games.look())
            self._context.bridge.when_done(future, self._show, self._miss, owner=self)

    def _miss(self, error: ConsoleError) -> None:
        """Nobody can tell whether a game day runs: the faults are told all the same."""
        self._said.miss(error)
        was_hiding, self._is_known = self.is_hiding, True
        if was_hiding != self.is_hiding:
            self.hides.emit(self.is_hiding)

    def show_scenarios(self, scenarios: tuple[LabScenario, ...]) -> None:
        """Take the faults that can be named."""
        self._card.offer(fault_choices(scenarios))

    def _games(self) -> GameDesk | None:
        session = self._context.session
        desk = session.lab
        return desk.games(session.clock, session.trail) if desk is not None and desk.is_running else None

    def _show(self, days: tuple[GameDay, ...]) -> None:
        self._said.note_answer()
        was_hiding, self._is_known = self.is_hiding, True
        before, self._open = self._open, next((one for one in days if not one.is_over), None)
        self._table.set_rows(game_rows(days))
        self._form.setVisible(not self.is_hiding)
        self._card.setVisible(self.is_hiding)
        if self._open is not None:
            self._card.show_view(game_view(self._open, self._context.clock.now().timestamp()))
        if before is not None and self._open is None:  # it has just ended: its debrief comes to the front
            self._table.select_key(before.id)
        elif self._table.current_row() is None and days:
            self._table.select_key(days[0].id)
        self._show_debrief(self._table.current_row())
        if was_hiding != self.is_hiding:
            self.hides.emit(self.is_hiding)

    def _make_debrief(self) -> GameDebriefView:
        debrief = GameDebriefView(self._context)
        debrief.export_asked.connect(self._export)
        return debrief

    def _show_debrief(self, found: GameRow | None) -> None:
        """Show a game day; nothing of one that is on its way."""
        is_over = found is not None and found.day.is_over
        self._debrief.setVisible(is_over)
        if found is not None and is_over:
            self._debrief.part.show_row(found)

    def _begin(self, agreed: GameAgreement) -> None:
        games, opened = self._games(), self._context.session.open
        if games is None or opened is None:
            return
        begun = games.begin(opened.estate.name, within_s=agreed.within_s, limit_s=agreed.limit_s, seed=agreed.seed)
        self._run(begun, lambda _day: self.look())

    def _say(self, word: MarkWord, note: str) -> None:
        games = self._games()
        if games is not None and self._open is not None:
            self._run(games.say(self._open.id, word, note), lambda _day: self.look())

    def _run(self, work: Coroutine[Any, Any, Any], done: Any) -> None:
        self._said.clear_refusal()
        future = self._context.session.runtime.submit(work)
        self._context.bridge.when_done(future, done, self._said.refuse, owner=self)

    def _export(self, found: GameRow | None) -> None:
        if found is not None:
            pattern = t("Documents ({patterns})", patterns="*.html *.pdf *.md")
            name = f"{found.id}.html"
            self._context.dialogs.choose_new_file(
                t("Export the debrief"), pattern, name, lambda file: self._write(found, file)
            )

    def _write(self, found: GameRow, file: Path) -> None:
        from console.kernel.paths import write_private  # noqa: PLC0415 - only for an export
        from console.presenters.game_days.game_debrief import debrief  # noqa: PLC0415
        from console.reports.render import render  # noqa: PLC0415

        document, suffix = debrief(found.day), file.suffix.lstrip(".").lower() or "html"
        runtime = self._context.session.runtime

        async def write() -> None:
            content = await runtime.in_thread(render, document, suffix)
            await runtime.in_thread(write_private, file, content)

        self._run(write(), lambda _none: None)


def _columns() -> tuple[Column[GameRow], ...]:
    return (
        Column("begun", t("Begun"), lambda one: one.begun, sort=lambda one: one.begun_s, width=146),
        Column(
            "fault",
            t("Fault"),
            lambda one: one.fault,
            health=lambda one: one.health,
            tooltip=lambda one: f"{one.fault}: {one.word}",
            width=130,
            stretch=True,
        ),
        Column("score", t("Score"), lambda one: one.score, sort=lambda one: one.points, numeric=True, width=84),
    )
