"""Activity: who did what, when and why, and can it be proven?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtWidgets import QPushButton

from console.domain.trail_event import TrailEvent
from console.domain.trail_verification import Verdict
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState
from console.presenters.trail_rows import TrailRow, trail_rows
from console.presenters.trail_verdict import verdict_sentences
from views.page import Page, Shortcut
from views.trail.trail_detail import TrailDetail
from views.trail.trail_filter import TrailFilter
from views.trail.trail_table import TrailTable
from views.trail.trail_tiles import TrailTiles
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path
    from typing import Any

    from console.domain.trail_status import TrailStatus
    from console.domain.trail_verification import Verification
    from console.kernel.errors import ConsoleError
    from console.services.trail_reading import TrailReading
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

Result = TypeVar("Result")

MOST_CHECKED_AT_ONCE = 5_000  # a longer trail is checked when the page is shown, and on demand


class _Read(NamedTuple):
    rows: tuple[TrailRow, ...]
    found: Verification | None


class ActivityPage(Page):
    """Whether the trail is whole, always in sight; its records below, and the proof of each.

    Ten thousand records are 50 MB as rows: they are let go of while nobody sees the page.
    """

    slices = ("estate", "trail")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._scope = context.session.runtime.scope("activity")
        self._rows: tuple[TrailRow, ...] | None = None
        self._wanted: int | None = None
        self._found: Verification | None = None
        self._trouble: ConsoleError | None = None
        self._reading = self._again = self._check = self._is_seen = False
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(lambda _connection: self._read(check=True))
        self._tiles = TrailTiles(context, context.session.paths.state / "trail")
        self._filter, self._table = TrailFilter(context.theme), TrailTable(context)
        self._detail = TrailDetail(context)
        self._filter.changed.connect(self._show_rows)
        self._table.current_changed.connect(self._detail.show_record)
        self._table.opened.connect(lambda _row: self._detail.setCurrentIndex(0))
        self._table.yaml_asked.connect(lambda _row: self._detail.setCurrentIndex(1))
        self._tiles.opened.connect(lambda: self._detail.setCurrentIndex(3))
        self._sign = self._button(t("Sign now"), t("Sign for all records so far."), self._sign_now)
        verify = self._button(t("Verify"), t("Check every record anew."), lambda: self._read(check=True))
        export = self._button(t("Export …"), t("Write the trail with its proofs and a verifier."), self._ask_export)
        head = row(self._filter, self._sign, verify, export, spacing=context.theme.space(1))
        split = SplitPanel(context.memory, "activity", self._table, self._detail, shares=(6, 4), vertical=True)
        self._told = Label("", "muted", wrap=True, selectable=True)
        self._told.hide()
        layout = column(self._banner, self._tiles, head, self._told, spacing=context.theme.space(1))
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def _button(self, text: str, explained: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(explained)
        button.clicked.connect(lambda _on: run())
        return button

    # --- reading --------------------------------------------------------------------------------------------------

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take the ``area``, ``cell`` or ``actor`` whose records are wanted."""
        for key in ("area", "cell", "actor"):
            if key in arguments:
                self._filter.choose(key, arguments[key])

    def shown(self) -> None:
        """Read the trail anew, and check all of it."""
        self._is_seen = True
        self._read(check=True)

    def hidden(self) -> None:
        """Let go of the records; which one was chosen is remembered."""
        self._is_seen, chosen = False, self._table.current_row()
        self._wanted = chosen.sequence if chosen is not None else self._wanted
        self._rows = None
        self._table.set_rows(())

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state; a trail that has grown is read."""
        grown = summary is not None and summary.touches("trail")
        if grown:
            self._read(check=state.trail is None or state.trail.size <= MOST_CHECKED_AT_ONCE)
        self._show()

    def _read(self, *, check: bool) -> None:
        if self._reading:
            self._again, self._check = True, self._check or check
            return
        self._reading = True
        self._ask(self._read_all(check), self._take)

    async def _read_all(self, check: bool) -> _Read:
        now_s, estate = self.context.clock.now().timestamp(), self.context.session.store.state.estate
        known = self._found

        def read(reading: TrailReading) -> _Read:
            found = reading.verify(now_s) if check else known
            return _Read(trail_rows(reading.records(), estate, _broken(found)), found)

        return await self._with_reading(read)

    async def _with_reading(self, work: Callable[[TrailReading], Result]) -> Result:
        def run() -> Result:
            from console.services.trail_reading import TrailReading  # noqa: PLC0415 - loaded with the page

            return work(TrailReading(self.context.session.trail.book))

        return await self.context.session.runtime.in_thread(run)

    def _ask(self, work: Coroutine[Any, Any, Result], done: Callable[[Result], object]) -> None:
        self.context.bridge.when_done(self._scope.start(work), done, self._fail, owner=self)

    def _take(self, read: _Read) -> None:
        self._reading, self._trouble = False, None
        before, self._found = self._found, read.found
        if self._found is not None:
            self._detail.show_verification(self._found)
        if self._is_seen:
            self._rows = read.rows
            self._filter.offer(self._rows)
        broken = _broken(self._found)
        if broken and not _broken(before):
            self._wanted = min(broken)
        self._show()
        if self._again:
            check, self._again, self._check = self._check, False, False
            self._read(check=check)

    def _fail(self, error: ConsoleError) -> None:
        self._reading, self._trouble = False, error
        self._show()

    # --- showing --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        status = self.context.session.store.state.trail
        self._banner.show_state(self._state())
        if self._found is not None:
            shown = len(self._rows) if self._rows is not None else self._found.trail.size
            self._tiles.show_trail(self._found, status, shown)
        else:
            self._tiles.show_nothing(t("Not checked") if self._trouble is not None else t("Being checked …"))
        unsigned = self._found is not None and self._found.trail.signed < self._found.trail.size
        self._sign.setVisible(unsigned)
        self._show_rows()

    def _show_rows(self) -> None:
        self._table.set_rows(self._filter.chosen(self._rows or (), self.context.clock.now().timestamp()))
        nothing = t("No record fits the filter.") if self._rows else t("Nothing has been noted yet.")
        self._table.say_when_empty(nothing if self._found is not None and self._rows is not None else "")
        if self._wanted is not None and self._rows is not None:
            self._table.select_key(self._wanted)
            self._wanted = None
        if self._table.current_row() is None and (shown := self._table.shown_rows()):
            self._table.select_key(shown[0].sequence)
        self._detail.show_record(self._table.current_row())

    def _state(self) -> DataState:
        status = self.context.session.store.state.trail
        if self._trouble is not None:
            return DataState(DataKind.FAILED, self._trouble.message, self._trouble.hint)
        if self._found is not None and self._found.verdict is Verdict.BROKEN:
            sentences = verdict_sentences(self._found)
            return DataState(DataKind.FAILED, t("The trail is broken. {what}", what=sentences[1]), sentences[-2])
        if status is not None and status.trouble:
            return DataState(DataKind.FAILED, status.trouble)
        if self._found is None:
            return DataState(DataKind.LOADING, t("The trail is being read and checked …"))
        return DataState(DataKind.FRESH)

    # --- doing ----------------------------------------------------------------------------------------------------

    def _sign_now(self) -> None:
        self._ask(self.context.session.trail.sign(), self._signed)

    def _signed(self, status: TrailStatus) -> None:
        why = status.unsigned_why or status.trouble
        if why:
            self.context.dialogs.error(UserError(why), t("The trail was not signed"))
        self._read(check=True)

    def _ask_export(self) -> None:
        self.context.dialogs.choose_new_file(t("Export the trail into a new folder"), "", "trail", self._export)

    def _export(self, folder: Path) -> None:
        self._ask(self._with_reading(lambda reading: reading.export(folder)), lambda count: self._tell(folder, count))

    def _tell(self, folder: Path, count: int) -> None:
        self.context.session.trail.note(TrailEvent("trail.exported", str(folder), body={"records": count}))
        self._told.setText(t("Wrote {count} records to {place}.", count=count, place=folder))
        self._told.show()

    # --- hooks ----------------------------------------------------------------------------------------------------

    def filter_text(self, text: str) -> None:
        """Filter the records by any word shown."""
        self._table.set_filter(text)

    def lines_shown(self) -> int:
        """Return how many records are shown."""
        return self._table.shown_count

    def closing(self) -> None:
        """Drop questions that are still open."""
        self._scope.cancel()
        self._detail.close_scope()

    def focus_main(self) -> None:
        """Put the focus on the records."""
        self._table.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("1", t("Show the facts of the record"), lambda: self._detail.setCurrentIndex(0), "trail-facts"),
            Shortcut("2", t("Show the record as written"), lambda: self._detail.setCurrentIndex(1), "trail-record"),
            Shortcut("3", t("Show the proof of the record"), lambda: self._detail.setCurrentIndex(2), "trail-proof"),
            Shortcut("4", t("Show what was verified"), lambda: self._detail.setCurrentIndex(3), "trail-found"),
            Shortcut("V", t("Verify the trail"), lambda: self._read(check=True), "trail-verify"),
        )


def _broken(found: Verification | None) -> frozenset[int]:
    findings = found.trail.findings if found is not None else ()
    return frozenset(one.record for one in findings if one.record >= 0)
