"""Lengths of time as a server prints them have the order of what they say. (proves C1)"""

import pytest

from console.ports.cluster import TableColumn
from console.presenters.resource_cells import cell_length_s, tells_length


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("45s", 45), ("10m", 600), ("2m3s", 123), ("4d5h", 363_600), ("2y30d", 65_664_000), ("0s", 0),
        ("<unknown>", None), ("", None), (None, None), ("soon", None), (7, None),
    ],
)  # fmt: skip
def test_a_length_as_kubectl_writes_it_is_read_in_seconds(text: object, seconds: int | None) -> None:
    assert cell_length_s(text) == seconds


def test_only_columns_that_tell_lengths_are_ordered_so() -> None:
    assert [one for one in ("Age", "Duration", "Name", "Ready") if tells_length(TableColumn(one, "string", 0))] == [
        "Age",
        "Duration",
    ]
