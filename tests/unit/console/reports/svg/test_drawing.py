"""Charts: round axes, no peak lost, gaps kept, readable by a screen reader."""

import time
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.report.chart import Chart, ChartKind, ChartSeries
from console.reports.svg.canvas import clipped, text_width
from console.reports.svg.drawing import drawing
from console.reports.svg.scale import round_bounds, tick_text, time_ticks
from console.reports.svg.thinned import thinned
from tests.fakes.sample_document import charts

NUMBERS = st.floats(min_value=-1e12, max_value=1e12)


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_ticks_are_round_few_and_hold_all_values(values: list[float]) -> None:
    low, high, ticks = round_bounds(values)
    grain = (high - low) * 1e-6  # of what is invisible
    assert low <= min(*values, 0) + grain
    assert high >= max(*values, 0) - grain
    assert 2 <= len(ticks) <= 8


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (0.0, 0.25, "0.00"),
        (1500, 500, "1,500"),
        (20_000, 5_000, "20k"),
        (2_500_000, 500_000, "2.5M"),
        (2.5, 2.5, "2.5"),
    ],
)
def test_ticks_have_the_digits_that_their_step_needs(value: float, step: float, text: str) -> None:
    assert tick_text(value, step) == text


@given(st.floats(0, 4e9), st.floats(60, 4e8))
def test_moments_are_in_order_within_their_time_and_not_too_many(begin: float, length: float) -> None:
    ticks = time_ticks(begin, begin + length)
    assert [at for at, _ in ticks] == sorted(at for at, _ in ticks)
    assert all(begin <= at <= begin + length for at, _ in ticks)
    assert len(ticks) <= 40


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as there:
        there.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("begin", "end", "texts"),
    [
        ((2026, 8, 1), (2027, 1, 20), ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01"]),
        ((2026, 10, 23), (2026, 10, 28), ["10-23", "10-24", "10-25", "10-26", "10-27", "10-28"]),
        ((2026, 3, 27), (2026, 4, 1), ["03-27", "03-28", "03-29", "03-30", "03-31", "04-01"]),
    ],
)
@pytest.mark.usefixtures("berlin")
def test_ticks_stand_at_midnight_in_summer_and_in_winter(
    begin: tuple[int, int, int], end: tuple[int, int, int], texts: list[str]
) -> None:
    ticks = time_ticks(datetime(*begin).astimezone().timestamp() - 1, datetime(*end).astimezone().timestamp() + 1)
    assert {datetime.fromtimestamp(at).astimezone().strftime("%H:%M:%S") for at, _ in ticks} == {"00:00:00"}
    assert [text for _, text in ticks if text in texts] == texts


@pytest.mark.usefixtures("berlin")
def test_the_hour_that_clocks_leave_out_has_one_tick() -> None:
    begin = datetime(2026, 3, 29).astimezone().timestamp()
    assert [text for _, text in time_ticks(begin, begin + 4 * 3600)] == ["00:00", "01:00", "03:00", "04:00", "05:00"]


@given(st.text(max_size=60), st.floats(5, 300))
def test_a_clipped_text_is_the_longest_beginning_that_fits(text: str, most: float) -> None:
    shown = clipped(text, 8, most)
    if shown != text:
        kept = len(shown) - 1
        assert shown == f"{text[:kept]}…"
        assert text_width(shown, 8) <= most + 1e-9 or not kept
        assert text_width(f"{text[: kept + 1]}…", 8) > most - 1e-9


@given(st.lists(st.one_of(st.none(), NUMBERS), max_size=400), st.integers(10, 60))
def test_thinning_keeps_the_lowest_and_the_highest(values: list[float | None], most: int) -> None:
    points = tuple((float(index), value) for index, value in enumerate(values))
    kept = thinned(points, most)
    known = [value for value in values if value is not None]
    assert set(kept) <= set(points)
    assert not known or (min(known), max(known)) == (
        min(v for _, v in kept if v is not None), max(v for _, v in kept if v is not None),
    )  # fmt: skip


def test_every_kind_is_named_and_described() -> None:
    for index, chart in enumerate(charts("東京")):
        root = ElementTree.fromstring(drawing(chart, f"c{index}"))
        names = {one.tag.rpartition("}")[2]: one.text for one in root}
        assert names["title"] == chart.title
        assert names["desc"] == chart.summary
        assert root.get("aria-labelledby") == f"c{index}-t c{index}-d"


def test_a_gap_breaks_the_line() -> None:
    points = ((0.0, 1.0), (3600.0, 2.0), (7200.0, None), (10_800.0, 1.0), (14_400.0, 2.0))
    text = drawing(Chart(ChartKind.LINE, "t", "s", series=(ChartSeries("a", points),)), "c")
    assert text.count("<polyline") == 2


@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_chart_without_any_point_is_drawn_empty(kind: ChartKind) -> None:
    assert drawing(Chart(kind, "t", "s", series=(ChartSeries("a", ()),)), "c").endswith("</svg>")


def test_what_is_no_number_is_a_gap() -> None:
    points = ((0.0, 1.0), (3600.0, float("nan")), (7200.0, float("inf")), (10_800.0, 1.0))
    text = drawing(Chart(ChartKind.LINE, "t", "s", series=(ChartSeries("a", points),)), "c")
    assert "nan" not in text
    assert "inf" not in text
    assert text.count("<circle") == 2
