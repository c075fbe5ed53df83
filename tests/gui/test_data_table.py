"""The data table: 100,000 rows without a stall, places that stay, keys that act. (proves quality bar "table")"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from time import thread_time

import pytest
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.health import Health
from console.presenters.format import UNKNOWN
from tests.fakes.reading import lines_of
from views.memory import Memory
from views.theme.theme import Theme
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable
from views.widgets.table.natural_order import FEW, natural_keys

GAP_BAR_S = 0.1


@dataclass(frozen=True, slots=True)
class PodRow:
    """A row as pages have them."""

    name: str
    namespace: str
    cpu: float | None
    health: Health


COLUMNS: tuple[Column[PodRow], ...] = (
    Column("name", "Name", lambda one: one.name, width=260),
    Column("namespace", "Namespace", lambda one: one.namespace),
    Column("cpu", "CPU", lambda one: f"{one.cpu} cores", sort=lambda one: one.cpu, numeric=True),
    Column("state", "State", lambda one: one.health.name, sort=lambda one: one.health, health=lambda one: one.health),
)


def pods(count: int) -> tuple[PodRow, ...]:
    return tuple(
        PodRow(f"api-{(index * 7919) % count:06d}", f"cell-{index % 50}", (index * 31 % 997) / 10, Health(index % 4))
        for index in range(count)
    )


@pytest.fixture
def table(qtbot: QtBot, theme: Theme) -> DataTable[PodRow]:
    made: DataTable[PodRow] = DataTable(theme, COLUMNS, lambda one: one.name)
    made.setAccessibleName("Pods")
    made.resize(900, 600)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    return made


def sort(table: DataTable[PodRow], key: str, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
    """Sort as a click on the heading does."""
    table.horizontalHeader().setSortIndicator([one.key for one in COLUMNS].index(key), order)


class Gaps:
    """The longest turn of the event loop during an act, its painting included.

    Counted in CPU time of this thread: what other programs take from it is not the table's doing.
    """

    def __init__(self, table: DataTable[PodRow]) -> None:
        self._table = table

    def worst_s(self, act: Callable[[], object]) -> float:
        loop, times, tick = QEventLoop(), [thread_time()], QTimer()
        tick.setInterval(1)
        tick.timeout.connect(lambda: times.append(thread_time()))
        self._table.arranged.connect(loop.quit)
        tick.start()
        act()
        loop.exec()
        self._table.viewport().repaint()
        tick.stop()
        times.append(thread_time())
        self._table.arranged.disconnect(loop.quit)
        return max(after - before for before, after in pairwise(times))


@pytest.mark.alone
def test_sorting_and_filtering_100_000_rows_never_holds_up_the_window(table: DataTable[PodRow]) -> None:
    rows = pods(100_000)
    gaps = Gaps(table)
    gaps.worst_s(lambda: table.set_rows(rows))
    acts = {
        "sort numbers": lambda: sort(table, "cpu"),
        "sort texts": lambda: sort(table, "name", Qt.SortOrder.DescendingOrder),
        "filter": lambda: table.set_filter("cell-7"),
        "filter two words": lambda: table.set_filter("cell-7 api-01"),
        "clear": lambda: table.set_filter(""),
    }
    worst = {name: gaps.worst_s(act) for name, act in acts.items()}
    assert not {name: gap for name, gap in worst.items() if gap > GAP_BAR_S}, worst
    assert table.shown_count == 100_000


def names(table: DataTable[PodRow]) -> list[str]:
    return [line[0] for line in lines_of(table)]


def test_rows_are_sorted_by_what_they_mean_with_unknown_values_last(table: DataTable[PodRow]) -> None:
    some = [PodRow("b", "n", 10.0, Health.OK), PodRow("a", "n", None, Health.OK), PodRow("c", "n", 9.0, Health.OK)]
    table.set_rows(some)
    sort(table, "cpu")
    assert names(table) == ["c", "b", "a"]
    sort(table, "cpu", Qt.SortOrder.DescendingOrder)
    assert names(table) == ["b", "c", "a"]


def test_a_dash_is_unknown_also_where_texts_are_sorted(table: DataTable[PodRow]) -> None:
    table.set_rows([PodRow(name, place, 0.0, Health.OK) for name, place in (("a", UNKNOWN), ("b", "x"), ("c", "ü"))])
    sort(table, "namespace")
    assert names(table) == ["b", "c", "a"]
    sort(table, "namespace", Qt.SortOrder.DescendingOrder)
    assert names(table) == ["c", "b", "a"]


def test_names_are_sorted_by_the_numbers_in_them(table: DataTable[PodRow]) -> None:
    names = ("bff-10", "bff-2", "BFF-1", "bff-2-b10", "bff-2-b9", "v1.10.0", "v1.9.3", "bff", "bff-x", "10.5", "9.25")
    table.set_rows([PodRow(name, "a", None, Health.OK) for name in names])
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [line[0] for line in lines_of(table)] == [
        "9.25", "10.5", "bff", "BFF-1", "bff-2", "bff-2-b9", "bff-2-b10", "bff-10", "bff-x", "v1.9.3", "v1.10.0",
    ]  # fmt: skip
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [line[0] for line in lines_of(table)][:2] == ["v1.10.0", "v1.9.3"]


def test_keys_of_names_stay_beside_their_rows_whatever_is_written_there() -> None:
    texts = ["a\0b12", "", "A10", "a9", "9" * 40]
    keys = natural_keys(texts)
    assert len(keys) == len(texts)
    assert keys[3] < keys[2]
    assert natural_keys(["x"]) == ["x"]
    many = [*texts, *(f"セル{number}-\ud800{number % 7}b" for number in range(FEW))]
    assert natural_keys(many)[len(texts) :] == natural_keys(many[len(texts) :])  # both ways say the same
    assert natural_keys(many[1:])[4:] == natural_keys(many[len(texts) :])


def test_a_click_on_a_heading_sorts(table: DataTable[PodRow]) -> None:
    table.set_rows(pods(20))
    header = table.horizontalHeader().viewport()
    QTest.mouseClick(header, Qt.MouseButton.LeftButton, pos=QPoint(table.columnViewportPosition(0) + 20, 10))
    assert names(table) == sorted(names(table))


def test_every_word_of_the_filter_must_occur_in_any_column(table: DataTable[PodRow]) -> None:
    table.set_rows(pods(100))
    table.set_filter("CELL-7 api-0000")
    assert table.shown_count > 0
    assert all("cell-7" in line[1] and "api-0000" in line[0] for line in lines_of(table))
    table.set_filter("nothing like it")
    assert names(table) == []


def test_what_a_filter_looks_into_is_read_before_somebody_types(qtbot: QtBot, theme: Theme) -> None:
    read: list[str] = []

    def text(row: PodRow) -> str:
        read.append(row.name)
        return row.name

    table: DataTable[PodRow] = DataTable(theme, (Column("name", "Name", text),), lambda one: one.name)
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    table.set_rows(pods(5_000))
    qtbot.waitUntil(lambda: len(set(read)) == 5_000, timeout=10_000)
    read.clear()
    table.set_filter("api-00042")
    qtbot.waitUntil(lambda: table.shown_count < 100, timeout=5_000)
    assert len(read) < 1_000  # what is painted
    table.set_rows(pods(6_000))  # the texts of rows that are gone are not looked into
    table.set_filter("api-005")
    qtbot.waitUntil(lambda: table.shown_count == 1_000, timeout=5_000)


def test_the_cursor_stays_on_its_row_when_rows_move_and_change(table: DataTable[PodRow]) -> None:
    rows = pods(200)
    table.set_rows(rows)
    table.select_key(rows[150].name)
    sort(table, "name")
    assert table.current_row() == rows[150]
    changed = [replace(one, cpu=0.5) for one in reversed(rows)]
    table.set_rows(changed)
    current = table.current_row()
    assert current is not None
    assert (current.name, current.cpu) == (rows[150].name, 0.5)


def test_the_eye_stays_where_it_is_when_rows_arrive(table: DataTable[PodRow]) -> None:
    rows = pods(500)
    table.set_rows(rows)
    table.scrollTo(table.model().index(300, 0), DataTable.ScrollHint.PositionAtTop)
    first = table.model().index(table.rowAt(0), 0).data()
    table.set_rows((PodRow("new", "n", 1.0, Health.OK), *rows))
    assert table.model().index(table.rowAt(0), 0).data() == first


def test_enter_y_e_and_l_act_on_the_row_of_the_cursor(table: DataTable[PodRow], qtbot: QtBot) -> None:
    rows = pods(3)
    table.set_rows(rows)
    table.select_key(rows[1].name)
    for key, signal in (
        (Qt.Key.Key_Return, table.opened),
        (Qt.Key.Key_Y, table.yaml_asked),
        (Qt.Key.Key_E, table.edit_asked),
        (Qt.Key.Key_L, table.logs_asked),
    ):
        with qtbot.waitSignal(signal) as asked:
            QTest.keyClick(table, key)
        assert asked.args == [rows[1]]


def test_the_cursor_moves_by_keys_from_end_to_end(table: DataTable[PodRow]) -> None:
    rows = pods(50)
    table.set_rows(rows)
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.current_row() == rows[-1]
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.current_row() == rows[0]
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.current_row() == rows[1]


def test_severity_is_told_by_word_too(table: DataTable[PodRow]) -> None:
    table.set_rows([PodRow("a", "n", 1.0, Health.CRITICAL)])
    spoken = table.model().index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "State: CRITICAL, Critical"


def test_markup_in_a_row_stays_text(table: DataTable[PodRow]) -> None:
    table.set_rows([PodRow("<b>bold</b>", "n", 1.0, Health.OK)])
    assert names(table) == ["<b>bold</b>"]
    assert "&lt;b&gt;" in table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_column_widths_are_remembered(qtbot: QtBot, theme: Theme) -> None:
    memory = Memory()
    first: DataTable[PodRow] = DataTable(theme, COLUMNS, lambda one: one.name, name="pods", memory=memory)
    qtbot.addWidget(first)
    with qtbot.waitExposed(first):
        first.show()
    first.setColumnWidth(0, 333)
    second: DataTable[PodRow] = DataTable(theme, COLUMNS, lambda one: one.name, name="pods", memory=memory)
    qtbot.addWidget(second)
    assert second.columnWidth(0) == 333
    theme.choose("light", 1.5)
    third: DataTable[PodRow] = DataTable(theme, COLUMNS, lambda one: one.name, name="pods", memory=memory)
    qtbot.addWidget(third)
    assert [one.columnWidth(0) for one in (first, second, third)] == [500, 500, 500]


def drag(table: DataTable[PodRow], column: int, by: int) -> None:
    """Take the right edge of a heading elsewhere, as a mouse does."""
    header = table.horizontalHeader()
    edge = QPoint(table.columnViewportPosition(column) + table.columnWidth(column) - 1, header.height() // 2)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(by // 2, 0))
    QTest.mouseMove(header.viewport(), edge + QPoint(by, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(by, 0))


def test_columns_that_nobody_dragged_follow_the_size_of_the_text(qtbot: QtBot, theme: Theme) -> None:
    memory = Memory()
    wide = (*COLUMNS[:3], COLUMNS[3]._replace(stretch=True))

    def shown() -> DataTable[PodRow]:
        table: DataTable[PodRow] = DataTable(theme, wide, lambda one: one.name, name="pods", memory=memory)
        qtbot.addWidget(table)
        table.resize(900, 300)
        with qtbot.waitExposed(table):
            table.show()
        table.set_rows(pods(5))
        return table

    first = shown()
    sort(first, "cpu")
    first.resize(1000, 300)
    assert [first.columnWidth(place) for place in range(3)] == [260, 140, 140]
    drag(first, 1, -40)
    theme.choose("light", 2.0)
    for table in (first, shown()):  # the window that is open, and a new one
        assert [table.columnWidth(place) for place in range(3)] == [520, 200, 280]
    theme.choose("light", 1.0)
    assert [first.columnWidth(place) for place in range(3)] == [260, 100, 140]


def test_a_column_that_is_hidden_for_a_while_is_not_taken_for_a_dragged_one(qtbot: QtBot, theme: Theme) -> None:
    memory = Memory()
    table: DataTable[PodRow] = DataTable(theme, COLUMNS, lambda one: one.name, name="pods", memory=memory)
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    table.setColumnHidden(1, True)
    table.setColumnHidden(1, False)
    assert memory.get("table/pods/widths") is None
    assert table.columnWidth(1) == 140


@pytest.mark.parametrize("kept", [{"name": -5, "cpu": "wide"}, [260], "260", None])
def test_kept_widths_that_are_none_are_forgotten(qtbot: QtBot, theme: Theme, kept: object) -> None:
    memory = Memory()
    memory.keep("table/pods/widths", kept)
    table: DataTable[PodRow] = DataTable(theme, COLUMNS, lambda one: one.name, name="pods", memory=memory)
    qtbot.addWidget(table)
    assert [table.columnWidth(place) for place in range(4)] == [260, 140, 140, 140]


def test_every_column_has_room_for_its_heading(qtbot: QtBot, theme: Theme) -> None:
    title = "Share that is used of what was requested"
    for count in (1, 2):  # one column that stretches, and several that share
        heads = tuple(COLUMNS[3]._replace(key=f"s{at}", title=title, width=60, stretch=True) for at in range(count))
        table: DataTable[PodRow] = DataTable(theme, (COLUMNS[0], *heads), lambda one: one.name)
        qtbot.addWidget(table)
        table.resize(300, 200)
        with qtbot.waitExposed(table):
            table.show()
        table.set_rows(pods(3))
        needed = QFontMetrics(theme.font("caption", bold=True)).horizontalAdvance(title)
        assert min(table.columnWidth(1 + at) for at in range(count)) >= needed + 16


def test_a_table_keeps_room_for_a_row_at_any_size_of_text(table: DataTable[PodRow], theme: Theme) -> None:
    theme.choose("light", 2.0)
    table.set_rows(pods(3))
    table.resize(400, table.minimumSizeHint().height())
    assert table.viewport().height() >= table.rowHeight(0)


def test_the_model_keeps_qts_contract(qtmodeltester: object, table: DataTable[PodRow]) -> None:
    table.set_rows(pods(10))
    qtmodeltester.check(table.model())  # type: ignore[attr-defined]


def test_a_filter_that_nothing_matches_is_told_in_the_table(qtbot: QtBot, table: DataTable[PodRow]) -> None:
    bare = table.viewport().grab().toImage()
    table.set_rows(pods(20))
    table.set_filter("no such pod")
    qtbot.waitUntil(lambda: table.shown_count == 0 and table.total_count == 20)
    told = table.viewport().grab().toImage()
    assert told != bare
    table.set_rows(())
    qtbot.waitUntil(lambda: table.total_count == 0)
    assert table.viewport().grab().toImage() == bare
