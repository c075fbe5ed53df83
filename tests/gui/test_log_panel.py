"""The logs of a workload: only of the one that is looked at, whatever comes late for another. (proves C3)"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox

from console.domain.resource import ResourceRef
from console.kernel.errors import ConnectorError, ErrorKind
from console.presenters.log_targets import LogTarget
from tests.fakes.reading import by_name, sees
from tests.gui.conftest import Stage
from views.resources.log_panel import LogPanel

TARGET = LogTarget("app=web", ("main",), ())


class PlayedPods:
    """Finds one pod per workload, for the first one when the test lets it; its log is its name, and more on demand."""

    def __init__(self) -> None:
        self.let, self.more = asyncio.Event(), asyncio.Event()
        self.error: ConnectorError | None = None
        self.found: list[str] = []

    async def table(self, _kind: object, namespace: str, *, selector: str = "", limit: int = 0) -> Any:
        if not self.found:
            self.found.append("slow")
            try:
                await self.let.wait()
            finally:
                self.found.append("over")
            if self.error is not None:
                raise self.error
        ref = ResourceRef("main", "Pod", namespace, f"pod-of-{namespace}")
        return SimpleNamespace(rows=(SimpleNamespace(ref=ref),))

    async def logs(self, pod: ResourceRef, _container: str, **_more: object) -> AsyncIterator[str]:
        yield f"line of {pod.name}"
        try:
            await self.more.wait()
        except asyncio.CancelledError:  # what was read already comes all the same
            await self.let.wait()
        yield f"late line of {pod.name}"
        await asyncio.Event().wait()


@pytest.fixture
def panel(stage: Stage) -> LogPanel:
    made = LogPanel(stage.window._context())
    stage.qtbot.addWidget(made)
    with stage.qtbot.waitExposed(made):
        made.show()
    return made


def workload(namespace: str) -> ResourceRef:
    return ResourceRef("main", "Deployment", namespace, "web", "apps")


def settle(stage: Stage) -> None:
    """Wait until the loop has done what it was told, and the window has shown it."""
    stage.session.runtime.run(asyncio.sleep(0), 10)
    told: list[bool] = []
    stage.window._context().bridge.later(lambda: told.append(True))
    stage.qtbot.waitUntil(lambda: bool(told))


@pytest.mark.parametrize("error", [None, ConnectorError(ErrorKind.TIMEOUT, "main did not answer.")])
def test_pods_that_come_late_for_another_workload_change_nothing(
    stage: Stage, panel: LogPanel, error: ConnectorError | None
) -> None:
    reader: Any = PlayedPods()
    reader.error = error
    panel.start(reader, workload("a"), TARGET)
    stage.qtbot.waitUntil(lambda: reader.found == ["slow"])
    panel.start(reader, workload("b"), TARGET)
    stage.qtbot.waitUntil(lambda: "line of pod-of-b" in panel._view.text())
    stage.session.runtime.loop.call_soon_threadsafe(reader.let.set)
    stage.qtbot.waitUntil(lambda: reader.found == ["slow", "over"])
    settle(stage)
    assert [panel._pods.itemText(place) for place in range(panel._pods.count())] == ["pod-of-b"]
    assert panel._view.text() == "line of pod-of-b"
    assert not sees(panel, "main did not answer.")


def test_nothing_of_the_workload_before_stands_there_until_the_next_one_is_found(stage: Stage, panel: LogPanel) -> None:
    reader: Any = PlayedPods()
    reader.found.append("quick")
    panel.start(reader, workload("a"), TARGET)
    stage.qtbot.waitUntil(lambda: "line of pod-of-a" in panel._view.text())
    reader.found.clear()
    panel.start(reader, workload("b"), TARGET)
    assert (panel._pods.count(), panel._view.text()) == (0, "")


def test_stopping_drops_the_question_for_the_pods(stage: Stage, panel: LogPanel) -> None:
    reader: Any = PlayedPods()
    panel.start(reader, workload("a"), TARGET)
    stage.qtbot.waitUntil(lambda: reader.found == ["slow"])
    panel.stop()
    stage.qtbot.waitUntil(lambda: reader.found == ["slow", "over"])
    settle(stage)
    assert panel._pods.count() == 0


@pytest.mark.parametrize("box", ["Timestamps", "Previous run"])
def test_a_box_that_is_ticked_while_pods_are_looked_for_does_not_end_the_log(
    stage: Stage, panel: LogPanel, box: str
) -> None:
    reader: Any = PlayedPods()
    panel.start(reader, workload("a"), TARGET)
    stage.qtbot.waitUntil(lambda: reader.found == ["slow"])
    by_name(panel, box, QCheckBox).setChecked(True)
    stage.session.runtime.loop.call_soon_threadsafe(reader.let.set)
    stage.qtbot.waitUntil(lambda: "line of pod-of-a" in panel._view.text())
    panel.stop()


def test_lines_that_were_read_already_are_not_shown_once_another_log_is_looked_at(
    stage: Stage, panel: LogPanel
) -> None:
    reader: Any = PlayedPods()
    one, other = (ResourceRef("main", "Pod", "x", f"pod-{name}") for name in "ab")
    panel.start(reader, one, replace(TARGET, selector=""))
    stage.qtbot.waitUntil(lambda: "line of pod-a" in panel._view.text())
    panel.start(reader, other, replace(TARGET, selector=""))
    stage.qtbot.waitUntil(lambda: "line of pod-b" in panel._view.text())
    stage.session.runtime.loop.call_soon_threadsafe(reader.let.set)
    settle(stage)
    settle(stage)
    panel._view.flush()
    assert panel._view.text() == "line of pod-b"
    panel.stop()
