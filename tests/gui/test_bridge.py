"""The only crossing into Qt: frames with a budget, results on the GUI thread, none for the dead (architecture §3)."""

import sys
import threading
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.kernel.errors import Cancelled, UserError
from console.kernel.runtime import Runtime
from console.store.store import Store
from tests.fakes.played_connector import live
from views.bridge import Bridge


def test_many_events_of_a_frame_make_one_change(qapp: QApplication, qtbot: QtBot) -> None:
    store = Store()
    bridge = Bridge(store)
    told: list[object] = []
    bridge.changed.connect(lambda state, _summary: told.append(state))
    for number in range(50):
        store.dispatch(live(f"c{number}", "kubernetes", 1.0))
    qtbot.waitUntil(lambda: store.pending == 0 and bool(told))
    assert len(told) <= 3
    assert len(store.state.connections) == 50
    bridge.close()
    bridge.deleteLater()


def test_a_result_arrives_on_the_gui_thread(bridge: Bridge, qtbot: QtBot) -> None:
    future: Future[int] = Future()
    came: list[tuple[int, bool]] = []
    here = threading.get_ident()
    bridge.when_done(future, lambda value: came.append((value, threading.get_ident() == here)))
    other = threading.Thread(target=lambda: future.set_result(7))
    other.start()
    other.join()
    assert came == []
    qtbot.waitUntil(lambda: came == [(7, True)])


def test_a_failure_goes_to_the_page_and_a_cancelled_result_nowhere(bridge: Bridge, qtbot: QtBot) -> None:
    failed, done, cancelled, ended = Future[int](), Future[int](), Future[int](), Future[int]()
    errors: list[str] = []
    results: list[int] = []
    for future in (failed, cancelled, ended, done):
        bridge.when_done(future, results.append, lambda error: errors.append(error.message))
    failed.set_exception(UserError("Wrong.", "Mend it."))
    cancelled.cancel()
    ended.set_exception(Cancelled("The page was left."))
    done.set_result(1)
    qtbot.waitUntil(lambda: results == [1])
    assert errors == ["Wrong."]


def test_a_result_for_a_deleted_widget_is_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    owner, results = QObject(), list[int]()
    future, later = Future[int](), Future[int]()
    bridge.when_done(future, results.append, owner=owner)
    bridge.when_done(later, results.append)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _alive(owner))
    future.set_result(1)
    later.set_result(2)
    qtbot.waitUntil(lambda: results == [2])


def test_a_result_that_came_just_before_its_scope_ended_is_dropped(
    bridge: Bridge, qtbot: QtBot, runtime: Runtime
) -> None:
    async def work() -> int:
        return 1

    page, other = runtime.scope("page"), runtime.scope("other")
    results, heard = list[str](), list[str]()
    for scope in (page, other):
        future = scope.start(work())
        assert future.result(5) == 1
        bridge.when_done(
            future,
            lambda _value, name=scope.name: results.append(name),
            stopped=lambda name=scope.name: heard.append(name),
        )
    page.cancel()  # a page that closes; what it would do with the result would start anew
    qtbot.waitUntil(lambda: results == ["other"])
    assert heard == ["page"]
    other.cancel()


def test_a_call_for_a_deleted_widget_is_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    owner, called = QObject(), list[int]()
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _alive(owner))
    bridge.later(lambda: called.append(1), owner=owner)
    bridge.later(lambda: called.append(2), owner=bridge)
    qtbot.waitUntil(lambda: called == [2])


def _alive(thing: QObject) -> bool:
    import shiboken6

    return shiboken6.isValid(thing)


def test_a_fault_of_the_program_is_not_swallowed(bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: caught.append(kind))
    future: Future[int] = Future()
    bridge.when_done(future, lambda _value: None, lambda _error: None)
    future.set_exception(ZeroDivisionError())
    qtbot.waitUntil(lambda: caught == [ZeroDivisionError])


def test_nothing_arrives_after_closing(bridge: Bridge, qtbot: QtBot) -> None:
    results: list[int] = []
    future, other = Future[int](), Bridge(Store())
    bridge.when_done(future, results.append)
    bridge.later(lambda: results.append(2))
    bridge.close()
    future.set_result(1)
    frames: list[None] = []
    other.later(lambda: other.later(lambda: frames.append(None)))
    qtbot.waitUntil(lambda: bool(frames))
    assert results == []
    other.close()
    other.deleteLater()


def test_what_stands_behind_a_call_that_raises_comes_with_the_next_frame(
    bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[type] = []
    came: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: caught.append(kind))

    def fail() -> None:
        raise ZeroDivisionError

    bridge.later(fail)
    bridge.later(lambda: came.append("next"))
    qtbot.waitUntil(lambda: came == ["next"])
    assert caught == [ZeroDivisionError]


def test_a_call_that_waits_for_another_does_not_hold_it_up(bridge: Bridge, qtbot: QtBot) -> None:
    came: list[str] = []

    def wait_for_the_next() -> None:
        qtbot.waitUntil(lambda: "next" in came)
        came.append("first")

    bridge.later(wait_for_the_next)
    bridge.later(lambda: came.append("next"))
    qtbot.waitUntil(lambda: came == ["next", "first"])


def test_threads_that_tell_while_bridges_are_deleted_stop_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    bridges = [Bridge(Store()) for _ in range(200)]
    stop = threading.Event()

    def tell() -> None:
        while not stop.wait(0.0005):
            for one in bridges:
                one.later(lambda: None)

    tellers = [threading.Thread(target=tell) for _ in range(2)]
    for one in tellers:
        one.start()
    for bridge in bridges:
        qapp.processEvents()
        bridge.close()
        bridge.deleteLater()
    qtbot.waitUntil(lambda: not any(map(_alive, bridges)))
    stop.set()
    for one in tellers:
        one.join()


def test_who_waits_hears_that_there_will_be_neither_result_nor_failure(
    bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_fault: None)
    heard: list[str] = []
    names = ("result", "failure", "cancelled", "scope", "fault")
    futures = {one: Future[int]() for one in names}
    for name, future in futures.items():
        bridge.when_done(future, lambda _value: None, lambda _error: None, stopped=lambda name=name: heard.append(name))
    futures["result"].set_result(1)
    futures["failure"].set_exception(UserError("Wrong.", "Mend it."))
    futures["cancelled"].cancel()
    futures["scope"].set_exception(Cancelled("The page was left."))
    futures["fault"].set_exception(ZeroDivisionError())
    qtbot.waitUntil(lambda: heard == ["cancelled", "scope", "fault"])
