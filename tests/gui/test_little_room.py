"""What gives way in a small window or with large text: words beside icons, large type, never half a number.

(proves product.md "works at 125–200 % scaling and at 1280×800")
"""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.presenters.incident_badge import IncidentBadge
from console.settings.appearance import Appearance, Language
from console.settings.appearance import Theme as Look
from console.settings.settings import Settings
from tests.fakes.reading import by_name, visible_texts
from tests.gui.conftest import Stage
from views.shell.header import Header
from views.shell.rail import Rail
from views.theme.theme import Theme
from views.widgets.mark import HEALTH_MARKS
from views.widgets.stat_tile import StatTile
from views.widgets.table.column_share import column_shares


def test_columns_get_what_their_texts_need_and_the_last_takes_the_rest() -> None:
    assert column_shares(500, [120, 80, 40], [160, 100, 60]) == [120, 80, 300]


def test_columns_that_find_too_little_room_share_it_by_their_declared_widths() -> None:
    shares = column_shares(300, [900, 900, 50], [200, 100, 60])
    assert shares[0] == pytest.approx(2 * shares[1], abs=3)
    assert shares[2] == pytest.approx(50, abs=3)
    assert sum(shares) == 300


def test_a_column_keeps_half_its_declared_width_where_there_is_no_room() -> None:
    assert column_shares(10, [300, 0], [200, 100]) == [100, 50]


def test_a_narrow_window_shows_the_icons_of_its_pages_alone(stage: Stage) -> None:
    rail = stage.window.findChildren(Rail)[0]
    stage.window.resize(1280, 800)
    stage.qtbot.waitUntil(lambda: rail.width() == 200)
    stage.window.resize(960, 600)
    stage.qtbot.waitUntil(lambda: rail.width() < 60)
    assert by_name(rail, "Connections & settings", QAbstractButton).toolTip() == "Connections & settings"
    assert not [text for text in visible_texts(rail) if "the rail" in text]  # it could not be widened
    stage.window.resize(1280, 800)
    stage.qtbot.waitUntil(lambda: rail.width() == 200)


def test_large_text_leaves_the_room_to_the_page(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(Settings(appearance=Appearance(theme=Look.LIGHT, language=Language.ENGLISH, scale=1.5)))
    stage.open_estate()
    stage.show().resize(1280, 800)
    assert stage.window.findChildren(Rail)[0].width() < 100


def test_a_number_that_does_not_fit_is_shown_smaller(theme: Theme, qtbot: QtBot) -> None:
    tile = StatTile(theme, "Spent this month")
    qtbot.addWidget(tile)
    tile.resize(260, 100)
    tile.show_value("182,624 USD")
    tile.show()
    value = next(one for one in tile.findChildren(QLabel) if one.text() == "182,624 USD")
    large = value.font().pointSizeF()
    tile.resize(150, 100)
    qtbot.waitUntil(lambda: value.font().pointSizeF() < large)
    tile.resize(260, 100)
    qtbot.waitUntil(lambda: value.font().pointSizeF() == large)


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.JAPANESE])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_parts_of_a_full_header_lie_beside_one_another(
    make_stage: Callable[..., Stage], scale: float, language: Language
) -> None:
    """Everything that it can say at once: the lab, incidents, old data, connections in four states, an unlocked one."""
    stage = make_stage(Settings(appearance=Appearance(theme=Look.LIGHT, language=language, scale=scale)))
    stage.show()
    stage.open_estate()
    stage.window.resize(1280, 800)
    header = stage.window.findChildren(Header)[0]
    header.connections.counts = tuple((one, 12) for one in list(ConnectionState)[:4])
    header.connections._words = tuple(f"{one.value} 12" for one in list(ConnectionState)[:4])
    header._incident = IncidentBadge("12 incidents that nobody has begun with", "", Health.CRITICAL, 12)
    header._lab.show()
    header.incidents.show()
    header._age.show_mark(HEALTH_MARKS[Health.WARNING], "12 min ago")
    header.lock.show_word("unlocked until 23:59, by somebody", "", is_open=True)
    header._fit()
    QApplication.sendPostedEvents()
    layout = header.layout()
    assert layout is not None
    layout.activate()
    parts = [item.widget() for item in map(layout.itemAt, range(layout.count())) if item is not None]
    shown = sorted((one.geometry() for one in parts if one is not None and one.isVisible()), key=lambda one: one.left())
    assert len(shown) == 8
    assert [(one, other) for one, other in pairwise(shown) if one.right() >= other.left()] == []
    assert shown[-1].right() <= header.width()
    assert stage.window.width() == 1280
