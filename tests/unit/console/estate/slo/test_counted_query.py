"""Queries over counters are rewritten in linear time, and what stands in texts is no rate. (proves L3.1)"""

import pytest

from console.estate.slo.counted_query import counted_over_window, rates_over_window


@pytest.mark.parametrize("part", ['rate(a{"\\"', '\\"', "'\\'", "rate(a{'", "rate( ", "by (", "or vector "])
def test_texts_without_an_end_are_read_once(part: str) -> None:
    query = f"sum(rate(a_total[5m])) + '{part * 40_000}"
    assert rates_over_window(query) == ""
    assert counted_over_window(query).startswith("sum(avg_over_time((")


def test_a_rate_inside_a_text_stays_as_it_is() -> None:
    query = """sum(rate(a_total{p="rate(b[1d])"}[5m]))"""
    assert rates_over_window(query) == query.replace("[5m]", "[{{.window}}]")
