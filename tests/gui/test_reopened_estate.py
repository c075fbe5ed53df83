"""An estate that is read anew, as when its file was written or its lab came back, takes nothing that was entered."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from console.domain.resource import ResourceKind, ResourceRef
from console.domain.runbooks.runbook import Runbook
from console.ports.cluster import ResourceTable, TableColumn, TableRow
from console.ports.outside import Outside
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, sees
from tests.fakes.runbook_console import World
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage
from views.page import Destination
from views.resources.resources_page import ResourcesPage
from views.runbooks.runbooks_page import RunbooksPage
from views.shell.palette_runbooks import PaletteRunbooks

FILE = Path("/estates/shop.yaml")
RUNBOOK = """---
id: a-walk
title: A walk
---
# A walk

## Steps

```sh {"name":"say"}
echo "hello"
```

## Verification

```sh {"name":"proof"}
echo "all is well"
```
"""


class SpacedCluster:
    """Serves pods in two namespaces."""

    async def kinds(self) -> tuple[ResourceKind, ...]:
        return ResourceKind("", "v1", "Pod", "pods", True), ResourceKind("", "v1", "Namespace", "namespaces", False)

    async def table(self, kind: ResourceKind, namespace: str = "", **_more: object) -> ResourceTable:
        names = ("blue", "green") if kind.kind == "Namespace" else (f"pod-{namespace}",)
        rows = tuple(TableRow(ResourceRef("asia", kind.kind, "", one), (one,)) for one in names)
        return ResourceTable((TableColumn("Name", "string", 0),), rows, 0)


def test_what_was_entered_for_a_start_stays_and_its_plan_is_made_anew(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """proves C3"""
    own = stage.session.paths.config / "runbooks"
    own.mkdir(parents=True, exist_ok=True)
    (own / "a-walk.md").write_text(RUNBOOK)
    world = World()
    monkeypatch.setattr(stage.session.changes, "_outside", lambda _folder: Outside(world, world))  # type: ignore[arg-type]
    stage.window.show_page(Destination("runbooks", runbook="a-walk"))
    stage.qtbot.waitUntil(lambda: by_name(stage.window, "Run to the end", QPushButton).isEnabled(), timeout=30_000)
    (page,) = stage.window.findChildren(RunbooksPage)
    before = page._plan
    by_name(stage.window, "Reason", QLineEdit).setText("because")
    stage.session.open_estate(sample_estate(), FILE)
    stage.qtbot.waitUntil(lambda: page._plan is not None and page._plan is not before, timeout=30_000)
    stage.qtbot.waitUntil(lambda: by_name(stage.window, "Run to the end", QPushButton).isEnabled(), timeout=30_000)
    assert sees(stage.window, "Start: A walk")
    assert by_name(stage.window, "Reason", QLineEdit).text() == "because"


def test_the_namespace_that_was_chosen_stays(make_stage: Callable[..., Stage]) -> None:
    """proves C2, C3"""
    one = make_stage(asia=PlayedConnector("asia", "kubernetes", cluster=SpacedCluster()))  # type: ignore[arg-type]
    one.open_estate()
    one.show()
    one.session.wait_connected()
    one.window.show_page(Destination("resources", connection="asia", kind="Pod"))
    (page,) = one.window.findChildren(ResourcesPage)
    spaces: QComboBox = page._spaces
    one.qtbot.waitUntil(lambda: spaces.findData("green") > 0)
    spaces.setCurrentIndex(spaces.findData("green"))
    spaces.activated.emit(spaces.currentIndex())
    one.qtbot.waitUntil(lambda: sees(one.window, "pod-green"))
    before = page._estate
    one.open_estate()
    one.qtbot.waitUntil(lambda: page._estate is not before and bool(page._kinds) and sees(one.window, "pod-green"))
    assert spaces.currentData() == "green"


def test_the_palette_keeps_the_runbooks_of_the_open_estate_when_those_of_a_closed_one_come_late(stage: Stage) -> None:
    """proves product.md "Hands on the keyboard" """
    asked: list[Future[object]] = []
    told: list[str] = []

    def submit(work: object) -> Future[object]:
        work.close()  # type: ignore[attr-defined]  # a coroutine: the test answers in its place
        asked.append(Future())
        return asked[-1]

    def when_done(future: Future[object], done: Callable[[object], object], *_more: object, owner: object) -> None:
        future.add_done_callback(lambda one: done(one.result()))

    def library(title: str) -> object:
        return SimpleNamespace(all=lambda: (Runbook("a", title, "", ()),))

    session = SimpleNamespace(open=object(), runtime=SimpleNamespace(submit=submit))
    context = SimpleNamespace(session=session, bridge=SimpleNamespace(when_done=when_done))
    books = PaletteRunbooks(context, stage.window)  # type: ignore[arg-type]
    books.read(lambda: told.append("first"))
    session.open = object()
    books.read(lambda: told.append("second"))
    asked[1].set_result(library("new"))
    asked[0].set_result(library("old"))
    assert [one.title for one in books.entries()] == ["new"]
    assert told == ["second"]
