"""Columns that say yes or no: a word for people, the truth for machines."""

from console.domain.resource import ResourceRef
from console.presenters.yes_no_column import yes_no_column


def test_people_read_a_word_and_machines_the_truth() -> None:
    column = yes_no_column("checked", "Checked", lambda ref: ref.namespace == "web")
    assert column.value is not None
    told = [
        (column.text(row, 0.0), column.value(row))
        for row in (ResourceRef("a", "Zone", "web", "x"), ResourceRef("a", "Zone", "", "x"))
    ]
    assert told == [("yes", True), ("no", False)]
