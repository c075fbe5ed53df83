"""An estate that opens without a network shows the last hour of its lead numbers. Proves C5."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.event import SeriesObserved
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.services.series_recall import recall_series
from console.store.history.history import History
from console.store.series_book import SeriesBook
from console.store.state import Readings

LEAD, ROUTED, OTHER = (SignalKey(name, "tokyo", "web") for name in ("latency_p95", "router_rps", "in_flight"))
NOW_S = 1_700_000_000.0


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path / "history.sqlite")
    times = tuple(NOW_S - 7_200 + 60 * step for step in range(121))
    history.append("shop", [SeriesObserved(key, times, tuple(map(float, range(121)))) for key in (LEAD, ROUTED, OTHER)])
    yield history
    history.close()


READINGS = (Readings({key: Reading(1.0, NOW_S) for key in (LEAD, ROUTED, OTHER)}, NOW_S),)


def test_the_hour_before_the_last_reading_of_lead_signals_comes_back(history: History) -> None:
    book = SeriesBook()
    assert recall_series(history, book, "shop", READINGS, lambda: True) == 2
    times, values = book.read(LEAD)
    assert (times[0], times[-1]) == (NOW_S - 3_600, NOW_S)
    assert list(values) == [float(step) for step in range(60, 121)]
    assert book.read(ROUTED)[0]
    assert not book.read(OTHER)[0]


def test_live_points_stay_as_they_are(history: History) -> None:
    book = SeriesBook()
    book.extend(SeriesObserved(LEAD, (NOW_S - 5,), (9.0,)))
    assert recall_series(history, book, "shop", READINGS, lambda: True) == 1
    assert list(book.read(LEAD)[1]) == [9.0]


def test_nothing_is_filled_once_another_estate_is_open_or_the_history_is_shut(history: History) -> None:
    book = SeriesBook()
    assert recall_series(history, book, "shop", READINGS, lambda: False) == 0
    history.close()
    assert recall_series(history, book, "shop", READINGS, lambda: True) == 0
    assert not book.keys()
