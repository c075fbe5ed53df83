"""Several windows, places, languages, the drawer, the header. (proves issue 2 deliverable 6, product.md "Shape")"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QFrame, QWidget

from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from console.settings.window import Geometry
from console.settings.window import Window as WindowSettings
from tests.fakes.played_connector import failed, live
from tests.fakes.reading import by_name, sees, spoken_name, top_window
from tests.gui.conftest import Stage
from views.page import Destination
from views.shell.connection_summary import ConnectionPopover
from views.shell.header import Header

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly

ENGLISH = Appearance(theme=Theme.LIGHT, language=Language.ENGLISH)


def test_each_window_has_its_own_page(stage: Stage) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    first, second = stage.desktop.windows
    QTest.mouseClick(by_name(second, "Connections & settings"), Qt.MouseButton.LeftButton)
    assert second.windowTitle().startswith("Connections & settings")
    assert not first.windowTitle().startswith("Connections & settings")
    now = stage.clock.now().timestamp()
    stage.play(live("metrics", "prometheus", now, "Prometheus 3.5.0"))
    assert sees(second, "Prometheus 3.5.0")
    assert "1 live" in spoken_name(by_name(first, "Connections: 1 live, 2 not in use"))


def test_closing_the_last_window_ends_the_program_and_keeps_its_place(stage: Stage) -> None:
    stage.window.setGeometry(40, 50, 1100, 700)
    with stage.qtbot.waitSignal(stage.desktop.emptied):
        stage.window.close()
    kept = stage.saved[-1].window
    assert (kept.geometries[0].width, kept.geometries[0].height) == (1100, 700)
    assert len(kept.pages) == 1


def test_quitting_keeps_all_windows_and_the_next_start_opens_them(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage()
    stage.show()
    stage.open_estate()
    stage.desktop.open_window(Destination("connections"))
    with stage.qtbot.waitSignal(stage.desktop.emptied):
        QTest.keyClick(stage.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    again = make_stage(stage.saved[-1])
    again.show()
    assert len(again.desktop.windows) == 2
    assert again.desktop.windows[1].windowTitle().startswith("Connections & settings")


def test_a_page_that_no_longer_exists_is_forgotten(make_stage: Callable[..., Stage]) -> None:
    window = WindowSettings(geometries=(Geometry(width=1000, height=700),), pages=("removed-page",))
    stage = make_stage(Settings(appearance=ENGLISH, window=window))
    assert stage.show().width() == 1000


def test_the_language_changes_without_a_restart(stage: Stage) -> None:
    stage.desktop.around.preferences.change("appearance", language="ja")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "検索またはコマンド実行   Ctrl+K", "接続と設定"))
    assert not sees(stage.window, "Search or run a command")
    stage.desktop.around.preferences.change("appearance", language="en")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Search or run a command   Ctrl+K"))
    assert len(stage.desktop.windows) == 1


def test_the_header_tells_estate_age_connections_and_that_nothing_is_changed(stage: Stage) -> None:
    now = stage.clock.now().timestamp()
    stage.play(
        live("metrics", "prometheus", now),
        live("asia", "kubernetes", now - 5),
        failed("europe", "kubernetes", now, "The token of Europe has expired.", "Log in again."),
    )
    assert sees(stage.window, "Shop, production", "Data incomplete", "1 failed", "2 live", "read-only")
    stage.play(live("europe", "kubernetes", now))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Data 5 s old", "3 live"))
    assert not sees(stage.window, "failed")


def test_data_grows_old_on_screen_while_nothing_arrives(stage: Stage) -> None:
    stage.play(live("metrics", "prometheus", stage.clock.now().timestamp()))
    stage.clock.advance(180)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Data 3 min old"))


def test_a_click_on_the_connections_tells_what_is_wrong_and_what_helps(stage: Stage) -> None:
    now = stage.clock.now().timestamp()
    stage.play(failed("europe", "kubernetes", now, "The token of Europe has expired.", "Log in again."))
    QTest.mouseClick(by_name(stage.window, "Connections: 1 failed, 2 not in use"), Qt.MouseButton.LeftButton)
    popover = top_window(ConnectionPopover)
    assert sees(popover, "Europe cluster", "Failed", "The token of Europe has expired.", "Log in again.")
    QTest.mouseClick(by_name(popover, "Connections & settings"), Qt.MouseButton.LeftButton)
    assert stage.window.windowTitle().startswith("Connections & settings")


def test_the_drawer_tells_failures_recoveries_and_running_work(stage: Stage) -> None:
    now = stage.clock.now().timestamp()
    QTest.keyClick(stage.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    stage.play(failed("europe", "kubernetes", now, "The token of Europe has expired.", "Log in again."))
    assert sees(stage.window, "Europe cluster: The token of Europe has expired. Log in again.", "Critical")
    stage.play(live("europe", "kubernetes", now))
    assert sees(stage.window, "Europe cluster works again.")
    stage.desktop.around.estates.open_lab()
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Starting the lab"))
    QTest.mouseClick(by_name(stage.window, "Cancel Starting the lab"), Qt.MouseButton.LeftButton)
    assert stage.opener.asked["lab"].cancelled()
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Nothing is running."))


def test_the_drawer_can_be_detached_and_attached(stage: Stage) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(by_name(stage.window, "Detach into a window of its own"), Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: any(isinstance(one, QDockWidget) for one in QApplication.topLevelWidgets()))
    panel = top_window(QDockWidget)
    QTest.mouseClick(by_name(panel, "Attach to the window"), Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Nothing is running."))


def test_the_rail_can_be_narrowed_and_keeps_names_for_screen_readers(stage: Stage) -> None:
    button = by_name(stage.window, "Connections & settings")
    wide = button.width()
    QTest.keyClick(stage.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert button.width() < wide / 2
    assert spoken_name(button) == "Connections & settings"
    assert stage.saved[-1].window.rail_wide is False


def test_a_history_that_cannot_be_written_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    trouble = "The disk is full. Free some space."
    monkeypatch.setattr(type(stage.session), "history_error", property(lambda _self: trouble))
    stage.qtbot.waitUntil(lambda: sees(stage.window, f"The local history is not being written. {trouble}"))


def test_nothing_on_the_window_is_cut_off_at_the_smallest_size(stage: Stage) -> None:
    now = stage.clock.now().timestamp()
    stage.play(live("metrics", "prometheus", now), failed("europe", "kubernetes", now, "Gone.", "Wait."))
    stage.window.resize(1280, 800)
    stage.qtbot.waitUntil(lambda: stage.window.width() == 1280)
    right = stage.window.width()
    for name in ("Connections: 1 failed, 1 live, 1 not in use", "Changes: read-only", "Data incomplete"):
        widget = by_name(stage.window, name)
        assert widget.mapTo(stage.window, widget.rect().topRight()).x() <= right, name
        assert widget.width() >= widget.sizeHint().width(), name
    assert not isinstance(stage.window.centralWidget(), QFrame)


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.JAPANESE])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_parts_of_the_header_never_cover_one_another(
    make_stage: Callable[..., Stage], language: Language, scale: float
) -> None:
    stage = make_stage(Settings(appearance=Appearance(language=language, scale=scale)))
    stage.show().resize(1280, 800)
    stage.open_estate()
    now = stage.clock.now().timestamp()
    stage.play(live("metrics", "prometheus", now), failed("europe", "kubernetes", now, "It is off.", "Wait."))
    header = stage.window.findChild(Header)
    assert header is not None
    parts = [one for one in header.findChildren(QWidget, options=_DIRECT) if one.isVisible()]
    pairs = [(one, other) for place, one in enumerate(parts) for other in parts[place + 1 :]]
    assert len(parts) >= 5
    assert not [(one, other) for one, other in pairs if one.geometry().intersects(other.geometry())]
    assert all(header.rect().contains(one.geometry()) for one in parts)


def test_the_header_tries_its_words_out_once_not_in_every_frame(
    make_stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make_stage(Settings(appearance=Appearance(language=Language.JAPANESE, scale=1.5)))
    stage.show().resize(1280, 800)
    stage.open_estate()
    now = stage.clock.now().timestamp()
    stage.play(live("metrics", "prometheus", now))
    tried: list[int] = []
    say = Header._say

    def counted(self: Header, step: int) -> None:
        tried.append(step)
        say(self, step)

    monkeypatch.setattr(Header, "_say", counted)
    stage.play(live("metrics", "prometheus", now), live("metrics", "prometheus", now))
    assert tried == []
    stage.play(failed("europe", "kubernetes", now, "It is off.", "Wait."))
    stage.qtbot.waitUntil(lambda: tried[:2] == [0, 1])


def test_the_language_of_the_command_line_holds_until_another_one_is_chosen(
    make_stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("en_US"))
    stage = make_stage(Settings(), language="ja")
    stage.desktop.open_window()
    assert stage.window.windowTitle() == "概要 – Cell Console"
    stage.desktop.around.preferences.change("appearance", theme=Theme.DARK)
    assert stage.window.windowTitle() == "概要 – Cell Console"
    stage.desktop.around.preferences.change("appearance", language=Language.ENGLISH)
    assert stage.window.windowTitle() == "Overview – Cell Console"
    stage.desktop.around.preferences.change("appearance", language=Language.SYSTEM)
    assert stage.window.windowTitle() == "Overview – Cell Console"
