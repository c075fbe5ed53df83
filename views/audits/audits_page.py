"""Audits: which project is in trouble, what was found, and what would help it most?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from console.kernel.i18n import t
from console.presenters.audits.live_row import asked_text, live_rows
from console.presenters.audits.page_state import audits_state
from views.audits.audit_commands import AuditCommands
from views.audits.audit_tabs import FINDINGS, PROJECTS, RUNNING, AuditTabs
from views.audits.audit_tiles import AuditTiles
from views.audits.audit_work import AuditWork
from views.audits.correcting import Correcting
from views.audits.deciding import Deciding
from views.audits.exporting import Exporting
from views.audits.profile_choosing import ProfileChoosing
from views.page import Page, mending
from views.widgets.label import Label
from views.widgets.layout import column
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.audit.live_audit import LiveAudit
    from console.presenters.audits.audit_sight import AuditSight
    from console.presenters.audits.grid_row import GridRow
    from console.store.audits.audit_book import AuditRecord
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.audits.audit_work import Records
    from views.audits.finding_tab import FindingTab
    from views.audits.live_tab import LiveTab
    from views.audits.team_tab import TeamTab
    from views.page import PageContext, Shortcut

_EVERY_MS = 500  # the live feed
_QUIET = 20  # ticks without a move until ages are told anew: 10 s


class AuditsPage(Page):
    """The big numbers, then tabs: projects, findings, what runs, insights, comparison, teams, registry."""

    topics = ()
    slices = ("estate", "connections", "webhooks")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._records: Records | None = None
        self._sight: AuditSight | None = None
        self._wanted: dict[str, str] = {}
        self._over: frozenset[str] = frozenset()
        self._quiet = 0
        self._work = AuditWork(context, self)
        self._banner, self._tiles = StateBanner(context.theme), AuditTiles(context)
        self._told = Label(role="strong", wrap=True)
        self._tabs = AuditTabs(context, self._work)
        self._exporting = Exporting(context, self._work)
        self._deciding = Deciding(context, self._work, self._tabs.findings, self._decided)
        self._correcting: Correcting | None = None
        self._commands = AuditCommands(self._tabs, self._work, self._exporting, self._deciding, self._go)
        self._choosing = ProfileChoosing(context, self._work, self._tabs.teams)
        self._banner.asked.connect(mending(context))
        self._lay_out()
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._tick)

    def _lay_out(self) -> None:
        self._told.hide()
        layout = column(self._banner, self._tiles, self._told, spacing=self.context.theme.space(1))
        layout.addWidget(self._tabs, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        work, tabs = self._work, self._tabs
        work.read.connect(self._take)
        work.sight_read.connect(self._take_sight)
        work.unread.connect(self._take_trouble)
        work.asked.connect(self._tell_asked)
        tabs.projects.table.current_changed.connect(lambda _row: self._choose())
        tabs.projects.table.opened.connect(lambda _row: self._go(FINDINGS))
        tabs.projects.table.edit_asked.connect(lambda row: work.ask((row.key,)))
        panel = tabs.projects.panel
        panel.audit_asked.connect(self._commands.audit_chosen)
        panel.findings_asked.connect(self._show_findings)
        panel.export_asked.connect(self._commands.export)
        tabs.projects.all_asked.connect(self._commands.audit_shown)
        tabs.projects.dashboard_asked.connect(self._commands.dashboard)
        tabs.findings.tell("page", self._attend_findings)
        tabs.running.tell("page", self._attend_running)
        tabs.currentChanged.connect(self._turned)
        tabs.teams.tell("page", self._attend_teams)
        self._tiles.opened.connect(tabs.reach)

    def _attend_findings(self, tab: FindingTab) -> None:
        self._correcting = Correcting(self.context, self._work, tab.panel.correction)
        self._work.source_read.connect(tab.panel.show_source)
        tab.panel.source_asked.connect(self._read_source)

    def _attend_running(self, tab: LiveTab) -> None:
        tab.cancel_asked.connect(self._work.cancel)
        tab.table.opened.connect(lambda row: self._reach_project(row.project))

    def _attend_teams(self, tab: TeamTab) -> None:
        tab.restore_asked.connect(self._deciding.restore)
        tab.forget_asked.connect(self._deciding.forget)

    # --- the hooks of a page --------------------------------------------------------------------------------------

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take ``project`` (its key), ``rule`` or ``audit`` to show findings of, and ``tab``."""
        self._wanted = dict(arguments)
        self._tabs.reach(arguments.get("tab", ""))
        self._settle()

    def shown(self) -> None:
        """Read what is known, and follow what runs."""
        self._work.watch_pushes(True)
        self._work.read_all()
        self._timer.start()

    def hidden(self) -> None:
        """Stop following."""
        self._timer.stop()
        self._work.watch_pushes(False)

    def closing(self) -> None:
        """Drop what is being read; audits that run go on."""
        self._timer.stop()
        self._work.close_scope()

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        if summary is not None and summary.touches("webhooks"):
            self._work.watch_pushes(self.isVisible())
        if summary is None and self._sight is not None:
            self._take_sight(self._sight)
        self._show()

    def filter_text(self, text: str) -> None:
        """Filter the list of the tab in front."""
        self._tabs.filter_text(text)

    def lines_shown(self) -> int:
        """Return how many projects are shown."""
        return self._tabs.projects.table.shown_count

    def focus_main(self) -> None:
        """Put the focus on the list of the tab in front."""
        self._tabs.list_in_front().setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the commands of this page."""
        return self._commands.shortcuts()

    # --- what is shown --------------------------------------------------------------------------------------------

    def _live(self) -> tuple[LiveAudit, ...]:
        desk = self._work.desk
        return desk.live() if desk is not None else ()

    def _tick(self) -> None:
        """Show what moved; read again when something has ended."""
        self._quiet += 1
        if not self._work.has_moved and self._quiet < _QUIET:
            return
        self._work.has_moved, self._quiet = False, 0
        over = frozenset(one.id for one in self._live() if one.is_over)
        if over - self._over:
            self._over = over
            self._work.read_all()
        self._show(self._tabs.currentIndex())

    def _take(self, records: Records) -> None:
        self._records = records
        self._show()
        self._settle()
        self._choose()

    def _show(self, seen: int | None = None) -> None:
        """Show what is known; ``seen``: only in that tab, because hundreds of rows move twice a second."""
        now_s, state = self.context.clock.now().timestamp(), self.context.session.store.state
        self._banner.show_state(audits_state(state, is_read=self._records is not None))
        if self._records is None:
            return
        live = self._live()
        rows = self._work.grid.rows(live, now_s)
        self._tiles.show_rows(rows, live)
        if seen in {None, PROJECTS}:
            self._tabs.projects.show_rows(rows)
            self._show_chosen()
        if seen in {None, RUNNING}:
            places = {key: one.title() for key, one in self._work.desk.lines.items()} if self._work.desk else {}
            self._tabs.running.tell("rows", lambda tab: tab.show_rows(live_rows(live, places, now_s)))

    def _turned(self, place: int) -> None:
        self._show(place)
        self._fill()

    def _fill(self) -> None:
        """Let the tab in front show what belongs to the chosen project."""
        self._tabs.show_project(self._record)

    @property
    def _row(self) -> GridRow | None:
        return self._tabs.projects.table.current_row()

    @property
    def _record(self) -> AuditRecord | None:
        return self._row.record if self._row is not None else None

    def _show_chosen(self) -> None:
        known = self._records or {}
        records = known.get(self._row.key, ()) if self._row is not None else ()
        self._tabs.projects.panel.show_row(self._row, records)

    def _choose(self) -> None:
        """Show another project, or the same one after another audit."""
        self._show_chosen()
        record = self._record
        self._deciding.record = record
        if record is None:
            self._sight = None
            self._show_no_findings(t("This project has no results yet."))
        elif self._sight is None or self._sight.record != record:
            self._sight = None  # so that whoever comes back meanwhile reads it again
            self._work.read_sight(record)
        self._fill()

    def _take_sight(self, sight: AuditSight) -> None:
        if self._record != sight.record:
            return  # another project was chosen meanwhile
        self._sight = sight
        self._tabs.projects.panel.show_sight(sight, self.context.clock.now().timestamp())
        self._tabs.findings.tell("sight", lambda tab: self._show_findings_of(sight, tab))
        self._fill()

    def _show_findings_of(self, sight: AuditSight, tab: FindingTab) -> None:
        if self._correcting is not None:
            self._correcting.sight = sight
        tab.show_sight(sight)

    def _show_no_findings(self, why: str) -> None:
        self._tabs.findings.tell("sight", lambda tab: tab.show_nothing(why))

    def _take_trouble(self, record: AuditRecord, why: str) -> None:
        if self._record == record:
            self._sight = None
            self._show_no_findings(why)
            self._tabs.projects.panel.show_nothing(why)

    def _settle(self) -> None:
        """Go where the arguments say, as soon as it is known; else to the worst project."""
        table = self._tabs.projects.table
        if self._wanted.get("project") and table.select_key(self._wanted["project"]):
            wanted, self._wanted = self._wanted, {}
            if wanted.get("rule") or wanted.get("audit"):
                self._show_findings(wanted.get("audit", ""), wanted.get("rule", ""))
        elif table.current_row() is None and table.shown_count:
            table.select_key(table.shown_rows()[0].key)

    # --- what a person asks ---------------------------------------------------------------------------------------

    def _go(self, place: int) -> None:
        if place != self._tabs.currentIndex():
            self.unfilter.emit()  # else what was typed over one list would hide what is meant in another
        self._tabs.setCurrentIndex(place)
        self.focus_main()

    def _reach_project(self, key: str) -> None:
        self._go(PROJECTS)
        self._tabs.projects.table.select_key(key)

    def _show_findings(self, audit: str, rule: str) -> None:
        self._tabs.findings.part.bar.choose(audit, rule)
        self._go(FINDINGS)

    def _read_source(self, line: Any) -> None:
        if self._sight is not None:
            self._work.read_source(self._sight.record, line)

    def _tell_asked(self, fresh: Sequence[LiveAudit]) -> None:
        self._told.setText(asked_text(fresh))
        self._told.show()
        self._show()
        self._go(RUNNING)

    def _decided(self, text: str) -> None:
        self._told.setText(text)
        self._told.show()
        self._sight = None
        self._work.read_all()
