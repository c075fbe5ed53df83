"""The first frame shows what was last known, then the estate itself, or why it cannot be opened. (proves C5)"""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.estate.load import LoadedEstate
from console.kernel.errors import UserError
from console.presenters.last_view import LastView
from console.presenters.overview_view import overview_view
from console.services.last_sight import LastSight, estate_mark
from tests.fakes.reading import by_name, lines_of, sees
from tests.fakes.small_estate import ESTATE, state, workload
from tests.gui.conftest import Stage
from views.cells.cell_board import CellBoard

FILE = Path("/estates/shop.yaml")


@pytest.fixture
def view(make_stage: Callable[..., Stage]) -> LastView:
    made = overview_view(state(workloads=(workload("tokyo", "web"),)))
    assert made is not None
    return made


@pytest.fixture
def opening(make_stage: Callable[..., Stage], view: LastView) -> Stage:
    """The window while the estate file is still being read."""
    stage = make_stage()
    stage.desktop.open_first(FILE, view)
    return stage


def _cells(stage: Stage) -> list[str]:
    return [line[0] for line in lines_of(by_name(stage.window, "Cells", CellBoard))]


def test_the_first_frame_has_the_cells_and_says_that_they_are_last_known(opening: Stage, view: LastView) -> None:
    assert _cells(opening) == [row.title for row in view.cells]
    assert sees(opening.window, "Shop", "Last known data, ", "Last known data, read ", "read-only")
    assert not sees(opening.window, "Open the lab")
    assert opening.opener.files == []  # nothing is read before the first paint


def test_the_estate_file_is_read_after_the_first_paint(opening: Stage) -> None:
    opening.qtbot.waitUntil(lambda: opening.opener.files == [FILE])


def test_the_estate_itself_takes_the_place_of_what_was_last_known(opening: Stage) -> None:
    opening.qtbot.waitUntil(lambda: opening.opener.files == [FILE])
    other = ESTATE.model_copy(update={"title": "Shop anew", "cells": ESTATE.cells[:1]})
    opening.opener.asked["file"].set_result(LoadedEstate(other, FILE))
    opening.qtbot.waitUntil(lambda: sees(opening.window, "Shop anew"))
    assert _cells(opening) == ["Tokyo"]
    assert not sees(opening.window, "Last known data, ")


def test_a_file_that_cannot_be_opened_takes_what_was_last_known_away(opening: Stage) -> None:
    opening.qtbot.waitUntil(lambda: opening.opener.files == [FILE])
    opening.opener.asked["file"].set_exception(UserError("The estate is broken.", "Mend line 3."))
    opening.qtbot.waitUntil(lambda: sees(opening.window, "The estate is broken."))
    assert sees(opening.window, "Mend line 3.", "Open the lab")
    assert not sees(opening.window, "Tokyo")
    opening.window.show_page(opening.window.here)  # type: ignore[arg-type]
    assert not sees(opening.window, "Tokyo")


def test_every_page_can_be_looked_at_while_the_estate_is_being_opened(opening: Stage) -> None:
    opening.qtbot.waitUntil(lambda: opening.opener.files == [FILE])
    for key in ("cell", "autoscaling", "resources", "lab", "connections", "overview"):
        by_name(opening.window, "Pages").window()
        opening.window._desk.go(key)
    assert _cells(opening) != []


def test_a_session_keeps_what_its_window_shows(
    make_stage: Callable[..., Stage], tmp_path: Path, view: LastView
) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text("name: shop\n")
    stage = make_stage()
    assert stage.session.sight.recall(file) is None
    stage.session.open_estate(ESTATE, file)
    stage.show()
    stage.session.store.state = state()
    stage.session._keep_last_view()
    assert stage.session.sight.recall(file) == overview_view(state())
    LastSight(stage.session.paths.state / "last-view.json").keep(file, estate_mark(file), view)
    assert stage.session.sight.recall(file) == view
