"""A report reads what the commands read that show the same: else it would say less of a cell than they do."""

from console.cli import capacity_maturity, cells
from console.presenters.report_topics import REPORT_TOPICS, report_topic


def test_a_report_reads_all_that_maturity_and_cells_read() -> None:
    assert {*capacity_maturity.TOPICS, *cells.TOPICS} <= set(REPORT_TOPICS)


def test_every_topic_has_words() -> None:
    assert [one for one in REPORT_TOPICS if report_topic(one) == one] == []
