"""One object: summary, YAML, events, logs and port-forwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from console.domain.operation import Target
from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState
from console.presenters.event_rows import event_rows
from console.presenters.resource_view import resource_view
from console.presenters.view_rights import refused_views
from views.resources.event_table import EventTable
from views.resources.forward_panel import ForwardPanel
from views.resources.log_panel import LogPanel
from views.resources.summary_view import SummaryView
from views.resources.workload_actions import WorkloadActions
from views.widgets.code_view import CodeView
from views.widgets.label import ElidedLabel
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.resource import ResourceKind, ResourceRef
    from console.kernel.errors import ConsoleError
    from console.ports.cluster import ClusterReader, ObjectEvent
    from console.presenters.log_targets import LogTarget
    from console.presenters.resource_view import ResourceView
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

VIEWS = ("summary", "yaml", "events", "logs", "forwards")
EDIT = "edit"
"""Asks for what can be changed of the object, above all its views."""


class ObjectDetail(QWidget):
    """``closed`` asks to go back to the list."""

    closed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._reader: ClusterReader | None = None
        self._ref: ResourceRef | None = None
        self._kind: ResourceKind | None = None
        self._target: LogTarget | None = None
        self._logging = self._is_read = self._has_text = self._wants_edit = False
        self._refused: Mapping[str, str] = {}
        self._title = ElidedLabel(role="title")
        self._back, self._reload = QPushButton(t("Back to the list")), QPushButton(t("Read again"))
        self._back.clicked.connect(self.closed)
        self._reload.clicked.connect(self.read)
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(lambda _connection: self.read())
        self._summary, self._yaml = SummaryView(context), Later(self._make_yaml)
        self._events, self._logs = Later(lambda: EventTable(context)), Later(lambda: LogPanel(context))
        self._forwards = Later(lambda: ForwardPanel(context))
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        for widget, title in (
            (self._summary, t("Summary")),
            (self._yaml, t("YAML")),
            (self._events, t("Events")),
            (self._logs, t("Logs")),
            (self._forwards, t("Port-forwards")),
        ):
            self._tabs.addTab(widget, title)
        self._tabs.currentChanged.connect(lambda _place: self._follow())
        head = row(self._back, spacing=8)
        head.addWidget(self._title, 1)
        head.addWidget(self._reload)
        self._actions = WorkloadActions(context)
        layout = column(head, self._banner, self._actions, spacing=8)
        layout.addWidget(self._tabs, 1)
        self.setLayout(layout)
        context.bridge.changed.connect(self._follow_changes)

    def _make_yaml(self) -> CodeView:
        return CodeView(self._context.theme, t("YAML"), find_key=False)

    def show_object(self, reader: ClusterReader, kind: ResourceKind, ref: ResourceRef, view: str) -> None:
        """Read an object and show one of its views."""
        if ref != self._ref:
            self.stop()
            self._target, self._is_read = None, False
            self._actions.hide()
            self._summary.show_sections(())
            self._show_yaml("")
            self._events.tell("rows", lambda table: table.set_rows(()))
        self._reader, self._kind, self._ref = reader, kind, ref
        self._title.setText(f"{ref.kind} {ref.namespace + ' / ' if ref.namespace else ''}{ref.name}")
        self._tabs.setCurrentIndex(VIEWS.index(view) if view in VIEWS else 0)
        self._wants_edit = view == EDIT
        self.read()
        self._ask_rights(reader, ref)

    def _ask_rights(self, reader: ClusterReader, ref: ResourceRef) -> None:
        """Grey out what the user may not see, with the reason; a server that does not tell greys out nothing."""
        if not ref.namespace:
            self._limit(ref, {})
            return
        self._context.bridge.when_done(
            self._context.session.runtime.submit(reader.rights(ref.namespace)),
            lambda rights: self._limit(ref, refused_views(rights, ref.namespace)),
            lambda _error: self._limit(ref, {}),
            owner=self,
        )

    def _limit(self, ref: ResourceRef, refused: Mapping[str, str]) -> None:
        if ref == self._ref:
            self._refused = refused
            self._enable()

    def _enable(self) -> None:
        # Until the object has been read nobody knows; and Qt leaves a tab for good that is disabled while it is shown.
        has_logs = not self._is_read or (self._target is not None and bool(self._target.containers))
        for place, view in enumerate(VIEWS):
            reason = self._refused.get(view, "")
            self._tabs.setTabEnabled(place, not reason and (view != "logs" or has_logs))
            self._tabs.setTabToolTip(place, reason)

    def read(self) -> None:
        """Read the object and its events anew."""
        if self._reader is None or self._ref is None:
            return
        self._banner.show_state(DataState(DataKind.LOADING, t("Reading {names} …", names=self._ref.name)))
        runtime, ref = self._context.session.runtime, self._ref
        bridge = self._context.bridge
        work = self._read(self._reader, ref)
        bridge.when_done(runtime.submit(work), lambda view: self._show(ref, view), self._fail, owner=self)
        bridge.when_done(
            runtime.submit(self._reader.events(ref)),
            lambda found: self._show_events(ref, found),
            self._fail,
            owner=self,
        )

    def _follow_changes(self, state: State, summary: ChangeSummary) -> None:
        """Read anew what a change has written."""
        ref = self._ref
        if ref is None or not self.isVisible():
            return
        shown = Target(ref.connection, ref.kind, ref.name, ref.namespace)
        moved = [change for one, change in state.changes.items() if one in summary.ids.get("changes", ())]
        if any(change.target == shown and change.was_applied for change in moved):
            self.read()

    async def _read(self, reader: ClusterReader, ref: ResourceRef) -> ResourceView:
        raw = await reader.read(ref)
        now_s = self._context.clock.now().timestamp()
        return await self._context.session.runtime.in_thread(resource_view, raw, now_s)

    def _show(self, ref: ResourceRef, view: ResourceView) -> None:
        if ref != self._ref:
            return
        self._is_read = True
        self._banner.show_state(DataState(DataKind.FRESH))
        self._summary.show_sections(view.sections)
        self._show_yaml(view.yaml)
        self._target = view.target
        if self._reader is not None and self._kind is not None:
            self._actions.show_object(self._reader, ref, self._kind, view.controls)
            if self._wants_edit:
                self._actions.take_focus()
            self._wants_edit = False
        self._enable()
        self._follow()

    def _show_events(self, ref: ResourceRef, events: tuple[ObjectEvent, ...]) -> None:
        if ref == self._ref:
            rows = event_rows(events, self._context.clock.now().timestamp())
            self._events.tell("rows", lambda table: table.set_rows(rows))

    def _show_yaml(self, text: str) -> None:
        self._has_text = bool(text)
        self._yaml.tell("text", lambda view: view.show_text(text))

    def _fail(self, error: ConsoleError) -> None:
        kind = DataKind.STALE if self._has_text else DataKind.FAILED
        self._banner.show_state(DataState(kind, error.message, error.hint))

    def _follow(self) -> None:
        """Follow logs and look after forwards only while their tab is in front."""
        if self._reader is None or self._ref is None:
            return
        front = VIEWS[self._tabs.currentIndex()]
        if front == "forwards":
            self._forwards.part.aim(self._reader, self._ref, self._target)
        elif (forwards := self._forwards.made) is not None:
            forwards.stop_looking()
        wanted = front == "logs" and self._target is not None
        if wanted and not self._logging and self._target is not None:
            self._logs.part.start(self._reader, self._ref, self._target)
        elif not wanted:
            self._stop_logs()
        self._logging = wanted

    def stop(self) -> None:
        """Follow nothing any more."""
        self._stop_logs()
        self._logging = False
        if (forwards := self._forwards.made) is not None:
            forwards.stop_looking()

    def _stop_logs(self) -> None:
        if (logs := self._logs.made) is not None:
            logs.stop()

    def focus_views(self) -> None:
        """Put the focus on the names of the views."""
        self._tabs.tabBar().setFocus()

    def choose(self, view: str) -> None:
        """Show one of the views."""
        self._tabs.setCurrentIndex(VIEWS.index(view))

    def search(self) -> None:
        """Search in the text that is in front."""
        front = VIEWS[self._tabs.currentIndex()]
        if front == "logs":
            self._logs.part.focus_search()
        elif front == "yaml":
            self._yaml.part.focus_search()
