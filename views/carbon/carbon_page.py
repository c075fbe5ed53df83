"""Carbon: how clean is the electricity, what do the cells emit, and where should batch work run?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QWidget

from console.kernel.i18n import t
from console.presenters.carbon_view import carbon_view, energy_evidence, zone_facts
from views.carbon.energy_table import EnergyTable
from views.carbon.job_table import JobTable
from views.carbon.proposal_panel import ProposalPanel
from views.carbon.zone_plot import ZonePlot
from views.carbon.zone_table import ZoneTable, zone_order
from views.page import Destination, Page, Shortcut, mending
from views.widgets.evidence_panel import EvidencePanel
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel
from views.widgets.stat_tile import StatTile
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate
    from console.presenters.batch_rows import BatchRow
    from console.presenters.carbon_rows import CarbonRow
    from console.presenters.carbon_view import CarbonView
    from console.presenters.energy_rows import EnergyRow
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

_JOBS, _CELLS, _SERVICES, _EVIDENCE = range(4)


class CarbonPage(Page):
    """Big numbers, the zones beside the course of the chosen one, and tabs for jobs, cells, services and evidence."""

    topics = ("carbon", "energy", "jobs", "signals", "slos")
    slices = ("estate", "connections", "objects", "readings", "unlocks")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._wanted, self._tells_energy = "", False
        self._estate: Estate | None = None
        self._view: CarbonView | None = None
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(mending(context))
        self._tiles: dict[str, StatTile] = {}
        self._tile_row = row(spacing=context.theme.space(1))
        self._zones, self._plot = ZoneTable(context), ZonePlot(context)
        self._jobs, self._proposals = JobTable(context), ProposalPanel(context)
        self._cells, self._services = Later(lambda: self._make_energy(False)), Later(lambda: self._make_energy(True))
        self._evidence = Later(lambda: EvidencePanel(context.theme, columns=2))
        self._job_area = QScrollArea()
        self._job_area.setAccessibleName(t("Batch jobs"))
        self._tabs = self._make_tabs()
        self._connect()
        memory = context.memory
        above = SplitPanel(memory, "carbon-zones", self._zones, self._plot, shares=(11, 10))
        split = SplitPanel(memory, "carbon", above, self._tabs, shares=(3, 6), vertical=True)
        layout = column(self._banner, self._tile_row, spacing=context.theme.space(1))
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        jobs, scrolled = QWidget(), self._job_area  # in a short window jobs and proposals scroll together
        layout = column(spacing=0)
        layout.addWidget(self._jobs, 4)
        layout.addWidget(self._proposals, 5)
        jobs.setLayout(layout)
        jobs.setProperty("role", "plain")
        self._jobs.setMinimumHeight(self.context.theme.space(14))
        scrolled.setWidget(jobs)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget, title in (
            (scrolled, t("Batch jobs")),
            (self._cells, t("Energy and SCI by cell")),
            (self._services, t("Energy and SCI by service")),
            (self._evidence, t("Facts and queries")),
        ):
            tabs.addTab(widget, title)
        return tabs

    def _connect(self) -> None:
        self._zones.current_changed.connect(lambda _row: self._show_zone())
        for signal in (self._zones.opened, self._zones.yaml_asked):
            signal.connect(self._tell_zone)
        self._jobs.current_changed.connect(self._proposals.show_job)
        self._jobs.opened.connect(lambda _row: self._choose_proposal())
        self._jobs.yaml_asked.connect(self._open_job)

    def _make_energy(self, by_service: bool) -> EnergyTable:
        table = EnergyTable(self.context, by_service=by_service)
        table.opened.connect(self._tell_energy)
        table.yaml_asked.connect(self._tell_energy)
        return table

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take the ``zone`` to put the cursor on."""
        self._wanted = arguments.get("zone", "")

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        if state.estate is not self._estate:  # what was asked for is of one that was closed
            self._estate, self._tells_energy = state.estate, False
        now_s = self.context.clock.now().timestamp()
        view = self._view = carbon_view(state, now_s)
        self._banner.show_state(view.state)
        for tile in view.tiles:
            self._tile(tile.key, tile.label).show_value(tile.value, tile.health, tile.note)
        self._zones.say_when_empty(view.no_zones)
        self._jobs.say_when_empty(view.no_jobs)
        self._zones.set_rows(tuple(sorted(view.zones, key=zone_order)))
        self._jobs.set_rows(view.jobs)
        self._cells.tell("view", lambda table: table.show_rows(view.cells, view.no_energy))
        self._services.tell("view", lambda table: table.show_rows(view.services, view.no_energy))
        self._select()
        self._show_zone()
        self._proposals.show_job(self._jobs.current_row())

    def _choose_proposal(self) -> None:
        self._job_area.ensureWidgetVisible(self._proposals)
        self._proposals.focus_table()

    def _tile(self, key: str, label: str) -> StatTile:
        if key not in self._tiles:
            before = next(reversed(self._tiles.values()), self)
            tile = self._tiles[key] = StatTile(self.context.theme, label)
            tile.opened.connect(lambda: self._open_tile(key))
            self._tile_row.addWidget(tile)
            tile.follow(before)
        return self._tiles[key]

    def _open_tile(self, key: str) -> None:
        if key == "intensity":
            self._tell_zone(next(iter(self._zones.shown_rows()), None))
        elif key == "saving":
            self._tabs.setCurrentIndex(_JOBS)
            self._jobs.setFocus()
        else:
            self._tabs.setCurrentIndex(_CELLS)
            self._cells.part.setFocus()

    def _select(self) -> None:
        if self._wanted and self._zones.select_key(self._wanted):
            self._wanted = ""
        if self._zones.current_row() is None and (zones := self._zones.shown_rows()):
            self._zones.select_key(zones[0].zone)
        if self._jobs.current_row() is None and (jobs := self._jobs.shown_rows()):
            self._jobs.select_key(jobs[0].ref)

    def _show_zone(self) -> None:
        chosen = self._zones.current_row()
        now_s = self.context.clock.now().timestamp()
        state = self.context.session.store.state
        self._plot.show_zone(state, chosen.zone if chosen is not None else "", now_s)
        if not self._tells_energy:
            facts = zone_facts(state, chosen, now_s) if chosen is not None else ()
            self._evidence.tell("facts", lambda panel: panel.show_evidence(facts, ""))

    def _tell_zone(self, zone: CarbonRow | None) -> None:
        if zone is not None:
            self._tells_energy = False
            self._zones.select_key(zone.zone)
            self._show_zone()
            self._tabs.setCurrentIndex(_EVIDENCE)

    def _tell_energy(self, chosen: EnergyRow) -> None:
        self._tells_energy = True
        state = self.context.session.store.state
        facts, queries = energy_evidence(state, chosen, self._view.services if self._view is not None else ())
        self._evidence.part.show_evidence(facts, "\n\n".join(f"# {name}\n{query}" for name, query in queries))
        self._tabs.setCurrentIndex(_EVIDENCE)

    def _open_job(self, job: BatchRow) -> None:
        ref = job.ref
        where = {"connection": ref.connection, "kind": ref.kind, "group": ref.group}
        self.context.navigate(Destination("resources", namespace=ref.namespace, name=ref.name, view="yaml", **where))

    def filter_text(self, text: str) -> None:
        """Filter every table by any word shown."""
        self._zones.set_filter(text)
        self._jobs.set_filter(text)
        for later in (self._cells, self._services):
            later.tell("filter", lambda table: table.set_filter(text))

    def lines_shown(self) -> int:
        """Return how many zones are shown."""
        return self._zones.shown_count

    def focus_main(self) -> None:
        """Put the focus on the zones."""
        self._zones.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("1", t("Show the batch jobs"), lambda: self._tabs.setCurrentIndex(_JOBS), "carbon-jobs"),
            Shortcut("2", t("Show energy by cell"), lambda: self._tabs.setCurrentIndex(_CELLS), "carbon-cells"),
            Shortcut("3", t("Show energy by service"), lambda: self._tabs.setCurrentIndex(_SERVICES),
                     "carbon-services"),
            Shortcut("4", t("Show facts and queries"), lambda: self._tabs.setCurrentIndex(_EVIDENCE),
                     "carbon-evidence"),
        )  # fmt: skip
