"""Where there is little room, what matters least leaves the tables of the Audits page. Proves G1.3."""

import pytest

from console.kernel.i18n import Speaking, t
from console.presenters.foresight_rows import RankedFileRow
from tests.fakes.reading import lines_of
from tests.gui.conftest import Stage
from views.audits.ranked_table import RankedTable
from views.widgets.table.column_room import left_out

WIDTHS = {"project": 130, "note": 110, "when": 90, "team": 70}


@pytest.mark.parametrize(
    ("room", "gone"), [(400, set()), (399, {"team"}), (329, {"team", "when"}), (100, {"team", "when"})]
)
def test_columns_leave_one_after_the_other_until_the_rest_fits(room: int, gone: set[str]) -> None:
    assert left_out(room, WIDTHS, ("team", "when")) == gone


def test_a_ranking_that_was_made_in_another_language_is_told_in_the_readers(stage: Stage) -> None:
    """Results are read by others than those who had them made, and perhaps by a CI."""
    row = RankedFileRow(
        1, "a.py", 10, 1.0, ("fixes in 12 months: 3",), ("Review changes of it with more time than others.",)
    )
    with Speaking("ja"):
        table = RankedTable(stage.window._context())
        stage.qtbot.addWidget(table)
        table.set_rows((row,))
        (told,) = lines_of(table)
        expected = [t("fixes in 12 months: {count}", count=3), t("Review changes of it with more time than others.")]
    assert told[-2:] == expected
