"""What gives way in a small window or with large text: words beside icons, large type, never half a number.

(proves product.md "works at 125–200 % scaling and at 1280×800")
"""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.domain.incident_event import IncidentChanged
from console.domain.route_share import RouteShare
from console.presenters.incident_badge import IncidentBadge
from console.presenters.routing.router_row import RouterTarget
from console.presenters.topology_graph import Topology, TopologyNode
from console.settings.appearance import Appearance, Language
from console.settings.appearance import Theme as Look
from console.settings.settings import Settings
from tests.fakes.reading import by_name, visible_texts
from tests.gui.conftest import Stage
from tests.gui.test_incidents import incident_of
from views.page import Destination
from views.pipeline.stage_card import StageCard
from views.plots.topology_map import TopologyMap
from views.plots.topology_painter import TopologyPainter
from views.routing.weight_line import WeightLine
from views.settings.settings_form import SettingsForm
from views.shell.header import Header
from views.shell.rail import Rail
from views.theme.theme import Theme
from views.widgets.badge import Badge
from views.widgets.mark import HEALTH_MARKS
from views.widgets.number_field import NumberField
from views.widgets.paragraph import Paragraph
from views.widgets.stat_tile import StatTile
from views.widgets.table.column_share import column_shares
from views.widgets.table.data_table import DataTable

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def test_columns_get_what_their_texts_need_and_the_last_takes_the_rest() -> None:
    assert column_shares(500, [120, 80, 40], [160, 100, 60], [80, 50, 30]) == [120, 80, 300]


def test_columns_that_find_too_little_room_share_it_by_their_declared_widths() -> None:
    shares = column_shares(300, [900, 900, 50], [200, 100, 60], [100, 50, 30])
    assert shares[0] == pytest.approx(2 * shares[1], abs=3)
    assert shares[2] == pytest.approx(50, abs=3)
    assert sum(shares) == 300


def test_a_column_keeps_its_least_width_where_there_is_no_room() -> None:
    assert column_shares(10, [300, 0], [200, 100], [100, 50]) == [100, 50]


def test_the_traffic_of_a_cell_is_told_whole_on_the_map(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = (
        TopologyNode("router", "router", "Cell router", "1,638/s", Health.OK),
        *(TopologyNode(rate, "cell", "Frankfurt", f"{rate} routed", Health.OK) for rate in ("55.2/s", "12,345/s")),
    )
    shown: dict[str, float] = {}

    def note(_painter: TopologyPainter, font: QFont, _token: str, text: str, rect: QRectF, **_end: bool) -> None:
        shown[text] = rect.width() - QFontMetricsF(font).horizontalAdvance(text)

    monkeypatch.setattr(TopologyPainter, "_text", note)
    topology = TopologyMap(theme)
    qtbot.addWidget(topology)
    topology.resize(1034, 300)
    topology.show_topology(Topology(nodes, ()))
    topology.grab()
    assert {"55.2/s routed", "12,345/s routed", "Frankfurt"} <= shown.keys()
    assert [text for text, room in shown.items() if room < 0] == []


@pytest.mark.parametrize(
    "effect", ["peak 1,306/s of 1,066/s · over for 10 h", "最大 1,306/s (キャパシティ 1,066/s) · 10 時間 超過"]
)
def test_what_a_weight_would_have_done_is_told_whole(theme: Theme, qtbot: QtBot, effect: str) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    grid = QGridLayout(box)
    grid.setColumnStretch(4, 1)
    grid.setColumnStretch(6, 2)
    line = WeightLine(theme, grid, 0, RouterTarget("osaka", "Osaka", RouteShare("osaka", 0.2, 0.72, 0.26)), 100)
    line.show_weight(72, effect)
    box.resize(640, 60)
    box.show()
    told = line.widgets()[-1]
    qtbot.waitUntil(lambda: told.width() > 1)
    told.grab()
    assert (told.toolTip(), told.height() >= told.heightForWidth(told.width())) == ("", True)


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


@pytest.fixture
def small(make_stage: Callable[..., Stage]) -> Stage:
    """The smallest window that people work in, with the largest text."""
    stage = make_stage(Settings(appearance=Appearance(theme=Look.LIGHT, language=Language.ENGLISH, scale=2.0)))
    stage.show()
    stage.open_estate()
    stage.window.resize(1024, 700)
    return stage


def test_a_page_that_has_no_room_is_scrolled_and_not_squeezed(small: Stage) -> None:
    small.window.show_page(Destination("incidents"))
    small.play(IncidentChanged(incident_of(small)))
    frame = small.window._pages.frame
    assert frame is not None
    first = by_name(frame, "I begin", QAbstractButton)
    small.qtbot.waitUntil(lambda: first.height() >= first.sizeHint().height())
    for name in ("I begin", "Note …", "Review …", "Open an incident …"):
        button = by_name(frame, name, QAbstractButton)
        assert button.height() >= button.sizeHint().height(), name
        assert button.width() >= button.sizeHint().width(), name
        button.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(button, Qt.Key.Key_Tab)
        QTest.keyClick(small.window.focusWidget(), Qt.Key.Key_Backtab)
        assert small.window.focusWidget() is button
        assert button.visibleRegion().boundingRect() == button.rect(), name
    lists = [one for one in frame.findChildren(DataTable) if one.isVisible()]
    assert [one for one in lists if one.viewport().height() < one.rowHeight(0)] == []


def test_a_page_that_has_room_is_as_large_as_the_window_leaves_it(stage: Stage) -> None:
    stage.show().resize(1280, 800)
    stage.open_estate()
    for page in ("incidents", "pipeline", "cost"):
        stage.window.show_page(Destination(page))
        QApplication.sendPostedEvents()
        frame = stage.window._pages.frame
        assert frame is not None
        assert not [one for one in frame.page.parentWidget().findChildren(QScrollBar) if one.isVisible()]
        assert frame.page.width() == frame.width() - 2 * 16
        assert frame.page.mapTo(frame, frame.page.rect().bottomLeft()).y() == frame.height() - 16 - 1


def test_the_parts_of_a_heading_lie_beside_one_another(small: Stage) -> None:
    small.window.show_page(Destination("incidents"))
    QApplication.sendPostedEvents()
    frame = small.window._pages.frame
    assert frame is not None
    parts = [*frame.findChildren(QToolButton, options=DIRECT), *frame.findChildren(QLabel, options=DIRECT)]
    parts += frame.findChildren(QLineEdit, options=DIRECT)
    shown = sorted((one.geometry() for one in parts if one.isVisible()), key=lambda one: one.left())
    assert [(one, other) for one, other in pairwise(shown) if one.right() >= other.left()] == []
    title = next(one for one in frame.findChildren(QLabel, options=DIRECT) if one.text() == "Incidents & alerts")
    assert title.width() < title.sizeHint().width()
    title.grab()
    assert "Incidents & alerts" in title.toolTip()


def test_the_states_of_the_stages_end_in_an_ellipsis(small: Stage) -> None:
    small.window.show_page(Destination("pipeline"))
    QApplication.sendPostedEvents()
    cards = small.window.findChildren(StageCard)
    assert len({one.width() for one in cards}) <= 2  # nobody is robbed by another one's long word
    badge = max((one for card in cards for one in card.findChildren(Badge)), key=lambda one: one.sizeHint().width())
    assert badge.text() in badge.toolTip()
    assert badge.width() < badge.sizeHint().width()
    assert badge.geometry().right() <= badge.parentWidget().width()


def test_in_the_first_size_the_longest_state_of_a_stage_is_whole(stage: Stage) -> None:
    stage.show().resize(1280, 800)
    stage.open_estate()
    stage.window.show_page(Destination("pipeline"))
    QApplication.sendPostedEvents()
    badge = stage.window.findChildren(StageCard)[1].findChildren(Badge)[0]
    badge.show_health(Health.CRITICAL, "needs somebody now")
    stage.qtbot.waitUntil(lambda: badge.width() >= badge.sizeHint().width())


def test_a_word_with_a_mark_ends_in_an_ellipsis_where_it_has_no_room(theme: Theme, qtbot: QtBot) -> None:
    badges = [Badge(theme, filled=False) for _ in range(2)]
    for badge, word in zip(badges, ("waits for somebody to begin", "waits f…"), strict=True):
        qtbot.addWidget(badge)
        badge.show_health(Health.WARNING, word)
    room = badges[1].sizeHint()
    for badge in badges:
        badge.resize(room)
    assert badges[0].grab().toImage() == badges[1].grab().toImage()


def test_the_word_of_a_tiles_badge_gives_way_before_the_name_of_its_number(theme: Theme, qtbot: QtBot) -> None:
    """C1, product.md "works at 1280×800": "Er… Warning" leaves open what the warning is about; the mark stays."""
    tile = StatTile(theme, "Errors")
    qtbot.addWidget(tile)
    tile.show_value("1.71 %", Health.WARNING)
    badge, name = tile.findChild(Badge), next(one for one in tile.findChildren(QLabel) if one.text() == "Errors")
    for width, is_whole in ((142, False), (260, True), (142, False)):
        tile.resize(width, 103)
        tile.show()
        QApplication.sendPostedEvents()
        assert name.width() >= QFontMetrics(name.font()).horizontalAdvance("Errors")
        assert (badge.sizeHint().width() > 3 * badge.sizeHint().height()) is is_whole
        assert badge.toolTip() == ("" if is_whole else "Warning")
    assert "Warning" in tile.accessibleName()


def paragraph(qtbot: QtBot, text: str, width: int, height: int) -> Paragraph:
    made = Paragraph()
    qtbot.addWidget(made)
    made.setText(text)
    made.resize(width, height)
    return made


def test_a_text_that_has_no_room_ends_in_an_ellipsis_and_is_whole_in_the_tooltip(theme: Theme, qtbot: QtBot) -> None:
    line = QFontMetrics(theme.font()).lineSpacing()
    text = "適用待ちのバージョンが 1（上限 0）です。<b>word</b> EdgeModelUpdateWaiting/EdgeModelUpdateWaiting"
    cut = paragraph(qtbot, text, 120, 2 * line)
    bare = paragraph(qtbot, "", 120, 2 * line).grab().toImage()
    assert cut.grab().toImage() != bare
    assert "&lt;b&gt;word" in cut.toolTip()
    first = paragraph(qtbot, text, 120, line).grab().toImage()
    assert first != cut.grab(QRect(0, 0, 120, line)).toImage()  # its only line has the ellipsis, of two the second one
    whole = paragraph(qtbot, text, 120, cut.heightForWidth(120))
    whole.grab()
    assert whole.toolTip() == ""
    assert whole.height() > 4 * line  # a word that is wider than the text is divided
    cut.setText("short")
    cut.grab()
    assert cut.toolTip() == ""
    assert Paragraph(least=2).minimumSizeHint().height() >= 2 * line


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
    small = value.font().pointSizeF()
    tile.resize(128, 100)
    qtbot.waitUntil(lambda: value.font().pointSizeF() < small)
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


def test_headings_are_measured_in_the_font_that_they_are_shown_in(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(Settings(appearance=Appearance(theme=Look.LIGHT, language=Language.JAPANESE)))
    stage.show()
    stage.open_estate()
    for page in ("slos", "cell", "overview"):
        stage.window.show_page(Destination(page))
        QApplication.sendPostedEvents()
        for table in (one for one in stage.window.findChildren(DataTable) if one.isVisible()):
            header = table.horizontalHeader()
            shown = QFontMetrics(header.font())
            for place, column in enumerate(table._columns):
                assert shown.horizontalAdvance(column.title) <= header.sectionSize(place) - 20, column.title


def test_what_helps_with_a_setting_stands_where_it_can_be_seen(make_stage: Callable[..., Stage]) -> None:
    for scale, is_below in ((1.0, False), (2.0, True)):
        stage = make_stage(Settings(appearance=Appearance(theme=Look.LIGHT, language=Language.ENGLISH, scale=scale)))
        stage.show().resize(1280, 800)
        stage.open_estate()
        stage.window.show_page(Destination("connections", tab="settings"))
        QApplication.sendPostedEvents()
        form = stage.window.findChildren(SettingsForm)[0]
        editor = by_name(form, "Numbers", QComboBox)
        told = next(one for one in form.findChildren(QLabel) if one.text() == editor.accessibleDescription())
        assert (told.y() >= editor.geometry().bottom()) == is_below
        assert told.mapTo(form, told.rect().topRight()).x() <= form.viewport().width()


def test_the_size_of_text_is_told_and_typed_in_percent_as_the_palette_says_it(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(Settings(appearance=Appearance(theme=Look.LIGHT, language=Language.ENGLISH, scale=0.9)))
    stage.show()
    stage.open_estate()
    stage.window.show_page(Destination("connections", tab="settings"))
    form = stage.window.findChildren(SettingsForm)[0]
    field = by_name(form, "Size of text", NumberField)
    assert field.text() == "90 %"
    field.setValue(120)
    assert stage.desktop.around.preferences.settings.appearance.scale == 1.2
    stage.window._desk.looks.zoom(0)
    assert by_name(stage.window, "Size of text", NumberField).text() == "100 %"
