"""Resources: every object of every cluster, down to its YAML, events, logs and ports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from console.domain.resource import ResourceRef
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.ports.cluster import ClusterReader
from console.presenters.data_state import DataKind, DataState
from console.presenters.format import number
from console.presenters.resource_kinds import find_kind
from views.page import Destination, Page, Shortcut
from views.reopened import is_reopened
from views.resources.kind_list import KindList
from views.resources.object_detail import EDIT, ObjectDetail
from views.resources.object_list import ObjectList
from views.widgets.label import Label
from views.widgets.later import Later
from views.widgets.layout import column, row
from views.widgets.offered import offer
from views.widgets.split_panel import SplitPanel
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from console.domain.resource import ResourceKind
    from console.estate.schema.estate import Estate
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

FIRST_KIND = "Pod"
_AGAIN_MS = 200


class ResourcesPage(Page):
    """Kinds at the left; at the right the objects of one kind, or one object."""

    slices = ("estate",)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._kinds: tuple[ResourceKind, ...] = ()
        self._kind: ResourceKind | None = None
        self._estate: Estate | None = None
        self._read_from = ""
        self._seen = False
        self._waiting = QTimer(self)
        self._waiting.setInterval(_AGAIN_MS)
        self._waiting.timeout.connect(self._come_back)
        self._wanted: dict[str, str] = {}
        self._clusters, self._spaces = QComboBox(), QComboBox()
        self._clusters.setAccessibleName(t("Cluster"))
        self._spaces.setAccessibleName(t("Namespace"))
        self._spaces.setMinimumWidth(context.theme.space(24))
        self._clusters.activated.connect(lambda _place: self._go(connection=str(self._clusters.currentData())))
        self._spaces.activated.connect(lambda _place: self._list())
        self._count = Label(role="muted")
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(lambda _connection: self._read_kinds())
        self._list_of_kinds = KindList(context)
        self._list_of_kinds.chosen.connect(self._choose_kind)
        self._objects, self._detail = ObjectList(context), Later(self._make_detail)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self._objects.opened.connect(lambda ref: self._open(ref, ""))
        self._objects.yaml_asked.connect(lambda ref: self._open(ref, "yaml"))
        self._objects.edit_asked.connect(lambda ref: self._open(ref, EDIT))
        self._objects.logs_asked.connect(lambda ref: self._open(ref, "logs"))
        self._objects.counted.connect(self._counted)

    def _make_detail(self) -> ObjectDetail:
        detail = ObjectDetail(self.context)
        detail.closed.connect(self.context.back)
        return detail

    def _lay_out(self) -> None:
        head = row(self._clusters, self._spaces, self._count, None, spacing=8)
        self._lists = QWidget()
        layout = column(head, spacing=8)
        layout.addWidget(self._objects, 1)
        self._lists.setLayout(layout)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._lists)
        self._stack.addWidget(self._detail)
        split = SplitPanel(self.context.memory, "resources", self._list_of_kinds, self._stack, shares=(1, 5))
        whole = column(self._banner, spacing=8)
        whole.addWidget(split, 1)
        self.setLayout(whole)

    # --- where we are ---------------------------------------------------------------------------------------------

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take ``connection``, ``kind``, ``group``, ``namespace``, ``name`` and ``view``; all may be missing."""
        self._wanted = dict(arguments)

    def title(self) -> str:
        """Return what is shown."""
        return self._wanted.get("name", "") or self._wanted.get("kind", "")

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Fill the clusters of the estate and go where the arguments say."""
        clusters = state.estate.clusters if state.estate is not None else ()
        if state.estate is not self._estate:
            self._forget(state.estate)
        offer(self._clusters, ((one.key, one.title or one.key) for one in clusters))
        self._clusters.setVisible(len(clusters) > 1)
        if not clusters:
            self._banner.show_state(DataState(DataKind.EMPTY, t("The estate names no cluster.")))
            return
        place = self._clusters.findData(self._wanted.get("connection", ""))
        self._clusters.setCurrentIndex(max(place, 0))
        if self._read_from != self._clusters.currentData() or not self._kinds:
            self._read_kinds()
        else:
            self._arrive()

    def _forget(self, estate: Estate | None) -> None:
        """Show nothing of an estate that was closed: it would be taken for the open one's."""
        if not is_reopened(self._estate, estate):
            self._spaces.clear()
        self._estate, self._kinds, self._kind = estate, (), None
        self._list_of_kinds.show_kinds(())
        self._leave_object()
        self._turn(self._lists)
        self._objects.forget()
        self._count.clear()

    def _reader(self) -> ClusterReader | None:
        try:
            return self.context.session.required(str(self._clusters.currentData()), ClusterReader)
        except ConsoleError as error:
            failed = DataState(DataKind.FAILED, error.message, error.hint)
            connecting = DataState(DataKind.LOADING, t("Connecting …"))
            self._banner.show_state(failed if self.context.session.connectors else connecting)
            self._wait()
            return None

    def _wait(self) -> None:
        """Come back once the connections are built: nothing else tells of it while none is observed."""
        if self._seen and self._clusters.count() and not self.context.session.connectors:
            self._waiting.start()

    def _come_back(self) -> None:
        if self.context.session.connectors:
            self._waiting.stop()
            self.render(self.context.session.store.state, None)

    def _read_kinds(self) -> None:
        reader = self._reader()
        if reader is None:
            return
        key = str(self._clusters.currentData())
        self._banner.show_state(DataState(DataKind.LOADING, t("Asking {name} what it serves …", name=key)))
        future = self.context.session.runtime.submit(reader.kinds())
        self.context.bridge.when_done(future, lambda kinds: self._show_kinds(key, kinds), self._fail, owner=self)

    def _fail(self, error: ConsoleError) -> None:
        self._banner.show_state(DataState(DataKind.FAILED, error.message, error.hint))

    def _show_kinds(self, key: str, kinds: tuple[ResourceKind, ...]) -> None:
        if key != self._clusters.currentData():  # another cluster was chosen since, or another estate opened
            return
        self._read_from, self._kinds = key, kinds
        self._banner.show_state(DataState(DataKind.FRESH))
        self._list_of_kinds.show_kinds(kinds)
        self._read_spaces()
        if self._seen:  # else nobody would end what it begins to read
            self._arrive()

    def _read_spaces(self) -> None:
        reader, space = self._reader(), find_kind(self._kinds, "Namespace")
        if reader is None or space is None:
            return
        future = self.context.session.runtime.submit(reader.table(space))
        self.context.bridge.when_done(
            future, lambda table: self._show_spaces([one.ref.name for one in table.rows]), lambda _: None, owner=self
        )

    def _show_spaces(self, names: list[str]) -> None:
        wanted = self._wanted.get("namespace", "") or str(self._spaces.currentData() or "")
        self._spaces.clear()
        self._spaces.addItem(t("All namespaces"), "")
        for name in sorted(names):
            self._spaces.addItem(name, name)
        self._spaces.setCurrentIndex(max(self._spaces.findData(wanted), 0))

    def _arrive(self) -> None:
        wanted = self._wanted
        kind = find_kind(self._kinds, wanted.get("kind", "") or FIRST_KIND, wanted.get("group", ""))
        reader = self._reader()
        if reader is None:
            return
        if kind is None:
            text = t("This cluster serves no {kind}.", kind=wanted.get("kind", "") or FIRST_KIND)
            self._banner.show_state(DataState(DataKind.EMPTY, text))
            return
        self._banner.show_state(DataState(DataKind.FRESH))
        self._list_of_kinds.select(kind)
        self._kind = kind
        if name := wanted.get("name", ""):
            cluster, space = str(self._clusters.currentData()), wanted.get("namespace", "")
            ref = ResourceRef(cluster, kind.kind, space, name, kind.group)
            self._objects.stop()
            self._turn(self._detail)
            self._detail.part.show_object(reader, kind, ref, wanted.get("view", ""))
        else:
            self._leave_object()
            self._turn(self._lists)
            self._list()

    def _turn(self, part: QWidget) -> None:
        """Bring the list or the object to the front; a focus that was on what goes behind goes along."""
        goes_along = part is not self._stack.currentWidget() and self._stack.isAncestorOf(self.window().focusWidget())
        self._stack.setCurrentWidget(part)
        if goes_along:
            self.focus_main()

    def _list(self) -> None:
        reader = self._reader()
        if reader is not None and self._kind is not None:
            self._count.setText("")
            self._spaces.setEnabled(self._kind.namespaced)
            space = str(self._spaces.currentData() or self._wanted.get("namespace", ""))
            self._objects.watch(reader, self._kind, space if self._kind.namespaced else "")

    # --- what the user asks ---------------------------------------------------------------------------------------

    def _go(self, **arguments: str) -> None:
        self.context.navigate(Destination("resources", **arguments))

    def _choose_kind(self, kind: ResourceKind) -> None:
        self._go(connection=str(self._clusters.currentData()), kind=kind.kind, group=kind.group)

    def _open(self, ref: ResourceRef, view: str) -> None:
        there = {"connection": ref.connection, "kind": ref.kind, "group": ref.group, "namespace": ref.namespace}
        self._go(**there, name=ref.name, view=view)

    def _counted(self, shown: int, left: int) -> None:
        more = t("{count} objects, {left} more not read", count=number(shown), left=number(left))
        self._count.setText(more if left else t("{count} objects", count=number(shown)))

    def hidden(self) -> None:
        """Read nothing while nobody looks."""
        self._seen = False
        self._waiting.stop()
        self._objects.stop()
        self._leave_object()

    def _leave_object(self) -> None:
        if (detail := self._detail.made) is not None:
            detail.stop()

    def shown(self) -> None:
        """Take up reading where it was left."""
        self._seen = True
        self._wait()
        if self._kinds and self._stack.currentWidget() is self._lists and not self._wanted.get("name"):
            self._list()

    def closing(self) -> None:
        """Read nothing any more."""
        self.hidden()

    def filter_text(self, text: str) -> None:
        """Filter the objects."""
        self._objects.set_filter(text)

    def focus_main(self) -> None:
        """Put the focus on the objects, or on the views of the one that is shown."""
        if self._stack.currentWidget() is self._lists:
            self._objects.focus_table()
        else:
            self._detail.part.focus_views()

    def _choose_view(self, view: str) -> None:
        if (detail := self._detail.made) is not None:
            detail.choose(view)

    def _search(self) -> None:
        if (detail := self._detail.made) is not None:
            detail.search()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("1", t("Show the summary"), lambda: self._choose_view("summary"), "resource-summary"),
            Shortcut("2", t("Show the YAML"), lambda: self._choose_view("yaml"), "resource-yaml"),
            Shortcut("3", t("Show the events"), lambda: self._choose_view("events"), "resource-events"),
            Shortcut("4", t("Show the logs"), lambda: self._choose_view("logs"), "resource-logs"),
            Shortcut("5", t("Show the port-forwards"), lambda: self._choose_view("forwards"), "resource-forwards"),
            Shortcut("Ctrl+F", t("Search in the text"), self._search, "resource-search"),
        )
