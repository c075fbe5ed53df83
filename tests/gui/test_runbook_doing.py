"""What was read for a Runbooks page that has closed meanwhile is dropped. (proves C-errors: the window goes on)"""

import sys
from collections.abc import Callable
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import QObject

from tests.gui.test_runbooks import MakeStage, opened
from views.runbooks.runbook_doing import RunbookDoing
from views.runbooks.runbooks_page import RunbooksPage

WAIT_S = 30.0


def test_a_library_that_comes_after_its_page_has_gone_is_dropped(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = opened(make_stage, monkeypatch)
    (page,) = stage.window.findChildren(RunbooksPage)
    doing = RunbookDoing(page.context, page)
    bridge, begun, goes_on = page.context.bridge, Event(), Event()
    desk, real, later = doing.desk(), doing.desk().library, bridge.later
    told: list[bool] = []
    faults: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: faults.append(error))

    def library() -> object:
        begun.set()
        assert goes_on.wait(WAIT_S)
        return real()

    def seen(call: Callable[[], object], *, owner: QObject | None = None) -> None:
        later(call, owner=owner)
        later(lambda: told.append(True))

    monkeypatch.setattr(desk, "library", library)
    monkeypatch.setattr(bridge, "later", seen)
    doing.read()
    assert begun.wait(WAIT_S)
    shiboken6.delete(doing)
    goes_on.set()
    stage.qtbot.waitUntil(lambda: len(told) == 2)
    assert faults == []
