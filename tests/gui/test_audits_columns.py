"""Where there is little room, what matters least leaves the tables of the Audits page. Proves G1.3."""

import pytest

from views.widgets.table.column_room import left_out

WIDTHS = {"project": 130, "note": 110, "when": 90, "team": 70}


@pytest.mark.parametrize(
    ("room", "gone"), [(400, set()), (399, {"team"}), (329, {"team", "when"}), (100, {"team", "when"})]
)
def test_columns_leave_one_after_the_other_until_the_rest_fits(room: int, gone: set[str]) -> None:
    assert left_out(room, WIDTHS, ("team", "when")) == gone
