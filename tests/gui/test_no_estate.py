"""Pages without an estate say why there is none, all alike. (proves product.md "States are honest")"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.estate.load import LoadedEstate
from console.kernel.errors import UserError
from console.presenters.last_view import LastView
from console.presenters.topology_graph import Topology
from tests.fakes.reading import by_name, sees, visible_texts
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage
from views.page import Destination
from views.registry import PAGES


@pytest.fixture
def bare(make_stage: Callable[..., Stage]) -> Stage:
    """A window without an estate."""
    stage = make_stage()
    stage.show()
    return stage


def test_no_page_that_needs_an_estate_claims_anything_of_one(bare: Stage) -> None:
    for kind in PAGES:
        bare.window.show_page(Destination(kind.key))
        assert sees(bare.window, "No estate is open.") is kind.needs_estate, kind.key
        frame = bare.window._pages.frame
        assert frame is not None
        assert frame.page.isVisible() is not kind.needs_estate, kind.key
        assert bool(frame.shortcuts()) is (not kind.needs_estate and bool(frame.page.shortcuts())), kind.key


@pytest.mark.parametrize("page", ["cost", "capacity", "carbon", "activity", "runbooks"])
def test_a_page_tells_an_estate_that_is_being_opened_from_none_and_from_one_that_failed(bare: Stage, page: str) -> None:
    window, opener = bare.window, bare.opener
    QTest.mouseClick(by_name(window, "Open the lab"), Qt.MouseButton.LeftButton)
    window.show_page(Destination(page))
    assert sees(window, "Loading", "Starting the lab")
    assert opener.progress is not None
    opener.progress("Writing 90 days of history", 0.4)
    bare.qtbot.waitUntil(lambda: sees(window, "Writing 90 days of history"))
    opener.asked["lab"].set_exception(UserError("Prometheus is not installed.", "Run make setup."))
    bare.qtbot.waitUntil(lambda: sees(window, "Failed", "Prometheus is not installed.", "Run make setup."))
    bare.desktop.around.estates.open_file(Path("/estates/shop.yaml"))
    assert sees(window, "Loading", "Opening shop.yaml")
    opener.asked["file"].set_result(LoadedEstate(sample_estate(), Path("/estates/shop.yaml")))
    bare.qtbot.waitUntil(lambda: sees(window, "Shop, production"))
    frame = window._pages.frame
    assert frame is not None
    bare.qtbot.waitUntil(frame.page.isVisible)
    assert not sees(window, "No estate is open.")


@pytest.mark.parametrize("page", ["cost", "capacity", "routing"])
def test_the_focus_goes_from_the_absence_to_the_page(bare: Stage, page: str) -> None:
    window = bare.window
    bare.desktop.around.estates.open_file(Path("/estates/shop.yaml"))
    window.show_page(Destination(page))
    assert window.focusWidget() is by_name(window, "Show the welcome page")
    bare.opener.asked["file"].set_result(LoadedEstate(sample_estate(), Path("/estates/shop.yaml")))
    frame = window._pages.frame
    assert frame is not None
    bare.qtbot.waitUntil(frame.page.isVisible)
    assert frame.page.isAncestorOf(window.focusWidget()), window.focusWidget()


def test_who_leaves_the_filter_comes_to_the_button(bare: Stage) -> None:
    window = bare.window
    window.show_page(Destination("cost"))
    field = by_name(window, "Filter this page")
    field.setFocus()
    assert window.focusWidget() is field
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert window.focusWidget() is by_name(window, "Show the welcome page")


def test_no_moment_claims_that_none_is_open_when_one_was_opened(bare: Stage) -> None:
    window, claims = bare.window, []
    bare.desktop.around.estates.open_file(Path("/estates/shop.yaml"))
    window.show_page(Destination("cost"))
    bare.desktop.around.estates.opened.connect(lambda: claims.append(sees(window, "No estate is open.")))
    bare.opener.asked["file"].set_result(LoadedEstate(sample_estate(), Path("/estates/shop.yaml")))
    bare.qtbot.waitUntil(lambda: bool(claims))
    assert claims == [False]


def test_what_was_cancelled_is_not_being_opened(bare: Stage) -> None:
    bare.desktop.around.estates.open_file(Path("/estates/shop.yaml"))
    bare.window.show_page(Destination("cost"))
    bare.opener.asked["file"].cancel()
    bare.qtbot.waitUntil(lambda: sees(bare.window, "No estate is open."))


def test_the_button_leads_to_the_doors_and_to_what_is_under_way(bare: Stage) -> None:
    window = bare.window
    bare.desktop.around.estates.open_lab()
    window.show_page(Destination("cost"))
    button = by_name(window, "Show the welcome page")
    assert window.focusWidget() is button
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert sees(window, "Open the lab", "Use my kubeconfig", "Starting the lab", "Cancel")


def test_a_last_view_is_no_missing_estate(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage()
    stage.desktop.open_first(Path("/estates/shop.yaml"), LastView("Shop", False, None, (), (), Topology((), ())))
    stage.window.complete()
    stage.window.show_page(Destination("cost"))
    assert sees(stage.window, "Loading", "Opening the estate …")
    stage.window.show_page(Destination("overview"))
    assert "Opening the estate …" not in visible_texts(stage.window)
