"""The Resources page keeps its place, searches by one key, and stops the forward that is marked. (proves C1, C3)"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from console.domain.resource import ResourceKind, ResourceRef
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError, ErrorKind
from console.ports.cluster import ResourceTable, TableColumn, TableRow
from console.presenters.log_targets import LogTarget
from tests.fakes.headings import column_both_ways
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, sees
from tests.gui.conftest import Stage
from views.page import Destination
from views.resources.forward_panel import ForwardPanel
from views.resources.resources_page import ResourcesPage
from views.widgets.search_bar import SearchBar
from views.widgets.table.data_table import DataTable

POD, SERVICE = (ResourceKind("", "v1", name, f"{name.lower()}s", True) for name in ("Pod", "Service"))
YAML = b'{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":{"containers":[{"name":"main"}]}}'


class PlayedCluster:
    """Serves five pods that say how often they were restarted; says what it serves once it may."""

    def __init__(self, may: "Future[None] | None" = None) -> None:
        self._may = may

    async def kinds(self) -> tuple[ResourceKind, ...]:
        if self._may is not None:
            await asyncio.wrap_future(self._may)
        return POD, SERVICE

    async def table(self, kind: ResourceKind, _namespace: str = "", **_more: object) -> ResourceTable:
        columns = (TableColumn("Name", "string", 0), TableColumn("Restarts", "integer", 0))
        names = [f"{kind.plural}-{number}" for number in range(5)]
        rows = [TableRow(ResourceRef("asia", kind.kind, "x", one), (one, place)) for place, one in enumerate(names)]
        return ResourceTable(columns, tuple(rows), 0)

    async def read(self, _ref: ResourceRef) -> bytes:
        return YAML

    async def events(self, _ref: ResourceRef) -> tuple[()]:
        return ()

    async def rights(self, _namespace: str) -> None:
        raise ConnectorError(ErrorKind.FORBIDDEN, "Nobody says.")

    async def allowed(self, *_asked: object) -> None:
        raise ConnectorError(ErrorKind.FORBIDDEN, "Nobody says.")

    async def logs(self, *_asked: object, **_more: object) -> Any:
        for one in ("begun", "ready"):
            yield one


class AgedCluster(PlayedCluster):
    """Serves the columns of pods as a server tells them, and one that kubectl keeps for ``-o wide``."""

    async def table(self, kind: ResourceKind, _namespace: str = "", **_more: object) -> ResourceTable:
        names = ("Name", "Ready", "Status", "Restarts", "Age")
        columns = (*(TableColumn(one, "string", 0) for one in names), TableColumn("IP", "string", 1))
        told = {"web-l9wllhhgl-6842n": "10m", "nightly-learning-29922780-7fae9": "2d", "redis-0": "45s"}
        rows = [
            TableRow(ResourceRef("asia", kind.kind, "cell-frankfurt", one),
                     (one, "0/1", "CreateContainerConfigError", "12 (3d23h ago)", age, "10.0.0.1"))
            for one, age in told.items()
        ]  # fmt: skip
        return ResourceTable(columns, tuple(rows), 0)


def opened(make_stage: Callable[..., Stage], cluster: PlayedCluster) -> Stage:
    one = make_stage(asia=PlayedConnector("asia", "kubernetes", cluster=cluster))  # type: ignore[arg-type]
    one.open_estate()
    one.show()
    one.session.wait_connected()
    one.window.show_page(Destination("resources", connection="asia", kind="Pod"))
    return one


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    """The pods of a cluster."""
    one = opened(make_stage, PlayedCluster())
    one.qtbot.waitUntil(lambda: sees(one.window, "5 objects"))
    return one


def shown(stage: Stage, kind: str = "Pod") -> "DataTable[TableRow]":
    return by_name(stage.window, kind, DataTable)


def test_back_from_an_object_the_order_and_the_cursor_are_as_they_were(stage: Stage) -> None:
    pods = shown(stage)
    pods.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    pods.select_key(pods.shown_rows()[1].ref)
    pods.setFocus()
    QTest.keyClick(pods, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: not pods.isVisible())
    stage.window._desk.back()
    stage.qtbot.waitUntil(lambda: sees(stage.window, "5 objects") and shown(stage).total_count == 5)
    row = shown(stage).current_row()
    assert [one.ref.name for one in shown(stage).shown_rows()][:2] == ["pods-4", "pods-3"]
    assert (row.ref.name if row else "") == "pods-3"


def test_nothing_of_a_cluster_is_left_once_an_estate_without_it_is_open(stage: Stage) -> None:
    """proves C2, C5: objects of an estate that was closed would be taken for those of the open one"""
    stage.session.open_estate(Estate.model_validate({"name": "nothing"}), Path("/estates/nothing.yaml"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "The estate names no cluster."))
    for left in ("5 objects", "pods-1", "Service", "All namespaces"):
        assert not sees(stage.window, left), left
    stage.open_estate()
    stage.qtbot.waitUntil(lambda: sees(stage.window, "5 objects") and shown(stage).total_count == 5)


def test_ages_are_ordered_by_what_they_say_and_seen_without_scrolling(make_stage: Callable[..., Stage]) -> None:
    one = opened(make_stage, AgedCluster())
    one.window.resize(1280, 800)
    one.qtbot.waitUntil(lambda: sees(one.window, "3 objects"))
    table = shown(one)
    assert column_both_ways(table, "Age") == (["45s", "10m", "2d"], ["2d", "10m", "45s"])
    table.set_filter("nightly")
    one.qtbot.waitUntil(lambda: table.shown_count == 1)
    metrics, room = QFontMetrics(table.font()), [table.columnWidth(at) for at in range(table.model().columnCount())]
    assert sum(room) <= table.viewport().width()
    told = [str(table.model().index(0, at).data()) for at in range(len(room))]
    cut = [text for text, width in zip(told, room, strict=True) if metrics.horizontalAdvance(text) + 16 > width]
    assert cut == ["CreateContainerConfigError"]  # nothing shorter, and it is whole in its tooltip


def test_another_kind_begins_anew(stage: Stage) -> None:
    shown(stage).horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    stage.window.show_page(Destination("resources", connection="asia", kind="Service"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "5 objects") and shown(stage, "Service").total_count == 5)
    assert [one.ref.name for one in shown(stage, "Service").shown_rows()][:2] == ["services-0", "services-1"]


def test_an_answer_that_comes_when_nobody_looks_any_more_begins_no_reading(make_stage: Callable[..., Stage]) -> None:
    answer: Future[None] = Future()
    stage = opened(make_stage, PlayedCluster(answer))
    (page,) = stage.window.findChildren(ResourcesPage)
    stage.window.show_page(Destination("activity"))
    answer.set_result(None)
    stage.qtbot.waitUntil(lambda: len(page._kinds) == 2)
    assert not [one for one in stage.session.runtime._scopes if one.name.startswith("list ")]
    stage.window._desk.back()
    stage.qtbot.waitUntil(lambda: sees(stage.window, "5 objects"))


def test_an_estate_that_is_opened_on_this_page_is_read_once_it_is_connected(make_stage: Callable[..., Stage]) -> None:
    stage, may = make_stage(asia=PlayedConnector("asia", "kubernetes", cluster=PlayedCluster())), Event()  # type: ignore[arg-type]

    def connect(_estate: object, _folder: object) -> dict[str, PlayedConnector]:
        may.wait(30)
        return stage.connectors

    stage.session._connect = connect  # type: ignore[assignment]
    stage.show()
    stage.open_estate()
    stage.window.show_page(Destination("resources", connection="asia", kind="Pod"))
    assert sees(stage.window, "Connecting …")
    may.set()
    stage.qtbot.waitUntil(lambda: sees(stage.window, "5 objects"))
    assert not sees(stage.window, "Connecting …")
    may.clear()
    stage.open_estate()  # as when its file was changed
    assert sees(stage.window, "Connecting …")
    may.set()
    stage.qtbot.waitUntil(lambda: not sees(stage.window, "Connecting …"))


def test_a_kind_that_is_missing_is_said_no_longer_than_it_is_asked_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.window.show_page(Destination("resources", connection="asia", kind="Foo"))
    assert sees(stage.window, "This cluster serves no Foo.")
    stage.window.show_page(Destination("resources", connection="asia", kind="Pod"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "5 objects"))
    assert not sees(stage.window, "This cluster serves no")
    with monkeypatch.context() as gone:
        gone.setattr(stage.session, "_connectors", {})  # as while the estate is opened anew
        stage.window.show_page(Destination("resources", connection="asia", kind="Pod"))
        assert sees(stage.window, "Connecting …")
        assert not sees(stage.window, "This cluster serves no")
    stage.window.show_page(Destination("resources", connection="asia", kind="Pod"))
    assert not sees(stage.window, "Connecting …")


@pytest.mark.parametrize(("view", "name"), [("yaml", "YAML"), ("logs", "Log")])
def test_one_key_searches_in_the_text_of_an_object(stage: Stage, view: str, name: str) -> None:
    where = {"connection": "asia", "kind": "Pod", "namespace": "x", "name": "pods-1"}
    stage.window.show_page(Destination("resources", **where, view=view))
    stage.qtbot.waitUntil(lambda: by_name(stage.window, name, QPlainTextEdit).isVisible())
    by_name(stage.window, name, QPlainTextEdit).setFocus()
    QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert any(one.isAncestorOf(stage.window.focusWidget()) for one in stage.window.findChildren(SearchBar))


class PlayedForwards:
    """Has forwards to pods of ports; what it opens and closes it has done when it is told."""

    def __init__(self, *ports: int) -> None:
        self.open_now = [self._one(port) for port in ports]
        self.closed: list[int] = []

    @staticmethod
    def _one(port: int) -> Any:
        handle = SimpleNamespace(state="open", error="")
        return SimpleNamespace(url="127.0.0.1:1", namespace="x", target="pod/a", port=port, handle=handle)

    def open_ones(self) -> tuple[Any, ...]:
        return tuple(self.open_now)

    def open(self, *given: Any) -> Future[Any]:
        self.open_now.append(self._one(given[4]))
        return _done(self.open_now[-1])

    def close(self, forward: Any) -> Future[Any]:
        self.closed.append(forward.port)
        self.open_now.remove(forward)
        return _done(None)


def _done(value: object) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(value)
    return future


def forward_panel(stage: Stage, forwards: PlayedForwards) -> ForwardPanel:
    panel = ForwardPanel(stage.window._context()._replace(session=SimpleNamespace(forwards=forwards)))  # type: ignore[arg-type]
    stage.qtbot.addWidget(panel)
    with stage.qtbot.waitExposed(panel):
        panel.show()
    panel.refresh()
    return panel


def lines(panel: ForwardPanel) -> int:
    return by_name(panel, "Port-forwards", DataTable).total_count


def test_stop_ends_the_forward_under_the_cursor_and_the_first_one_has_it(stage: Stage) -> None:
    forwards = PlayedForwards()
    panel = forward_panel(stage, forwards)
    stop = by_name(panel, "Stop", QPushButton)
    assert not stop.isEnabled()
    forwards.open_now = PlayedForwards(80).open_now
    panel.refresh()
    assert stop.isEnabled()
    stop.click()
    stage.qtbot.waitUntil(lambda: lines(panel) == 0)
    assert (forwards.closed, stop.isEnabled()) == ([80], False)


@pytest.mark.parametrize("port", [80, 81, 82])
def test_a_second_click_on_stop_ends_no_other_forward(stage: Stage, port: int) -> None:
    forwards = PlayedForwards(80, 81, 82)
    panel = forward_panel(stage, forwards)
    table, stop = by_name(panel, "Port-forwards", DataTable), by_name(panel, "Stop", QPushButton)
    table.select_key(id(next(one for one in forwards.open_now if one.port == port)))
    panel.activateWindow()
    stop.setFocus()
    for _click in range(2):
        QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
        stage.qtbot.waitUntil(lambda: lines(panel) == 2)
        panel.refresh()
        assert (forwards.closed, table.current_row(), stop.isEnabled()) == ([port], None, False)


def test_what_is_opened_after_a_stop_has_the_cursor(stage: Stage) -> None:
    forwards = PlayedForwards(80, 81)
    panel = forward_panel(stage, forwards)
    by_name(panel, "Stop", QPushButton).click()
    stage.qtbot.waitUntil(lambda: lines(panel) == 1)
    reader: Any = object()
    panel.aim(reader, ResourceRef("asia", "Pod", "x", "a"), LogTarget("", ("main",), (82,)))
    by_name(panel, "Forward", QPushButton).click()
    stage.qtbot.waitUntil(lambda: lines(panel) == 2)
    stage.qtbot.waitUntil(lambda: by_name(panel, "Stop", QPushButton).isEnabled())
    assert by_name(panel, "Port-forwards", DataTable).current_row() is forwards.open_now[1]
    panel.stop_looking()
