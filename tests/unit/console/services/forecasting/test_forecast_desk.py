"""The desk reads the past, calculates in workers, keeps the outlooks, and makes none twice. (proves L4.1)"""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import psutil
import pytest

from console.domain.event import SeriesObserved, SignalsObserved
from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.measure import Measure
from console.domain.forecast.outlook import TOPIC, Outlook
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.ports.metric import MetricReader
from console.services.forecasting.forecast_desk import ForecastDesk
from console.services.session import Session
from console.store.history.history import History
from tests.fakes.demand import demand
from tests.fakes.demand_reader import DemandReader
from tests.fakes.manual_clock import ManualClock
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.small_estate import ESTATE
from tests.fakes.waiting import wait_until

NOW = datetime(2026, 11, 21, 9, 20, tzinfo=UTC)
HOUR_END_S = datetime(2026, 11, 21, 9, tzinfo=UTC).timestamp()
TOKYO = (("cell", "tokyo"),)
WAIT_S = 60.0
Opening = Callable[[DemandReader], Session]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opening]:
    sessions: list[Session] = []

    def open_session(reader: DemandReader) -> Session:
        prom = PlayedConnector("prom", "prometheus", ports={MetricReader: reader})
        session = Session(
            runtime=Runtime(),
            clock=ManualClock(NOW),
            paths=Paths.under(tmp_path),
            history=History(tmp_path / "history.sqlite"),
            connect=lambda _estate, _folder: {"prom": prom},
        )
        sessions.append(session)
        session.open_estate(ESTATE, tmp_path / "estate.yaml")
        session.wait_connected()
        session.store.drain(1.0)
        return session

    yield open_session
    for session in sessions:
        session.close()


def _reader(hours: int = 20 * 24, **more: np.ndarray) -> DemandReader:
    values = {("http_server_requests_total", TOKYO): demand(0, hours=hours)}
    values |= {(mark, TOKYO): one for mark, one in more.items()}
    return DemandReader(HOUR_END_S, values)


def _refresh(session: Session, desk: ForecastDesk | None = None, **how: object) -> tuple[Outlook, ...]:
    work = (desk or ForecastDesk(session)).refresh(horizon_d=14, **how)  # type: ignore[arg-type]
    found = session.runtime.run(work, WAIT_S)
    session.store.drain(5.0)
    return found


def test_outlooks_are_made_told_and_put_into_the_store(opened: Opening) -> None:
    session = opened(_reader())
    seen: list[tuple[int, int]] = []
    (found,) = _refresh(session, measures=(Measure.RPS,), progress=lambda done, total: seen.append((done, total)))
    assert found.key == DemandKey(Measure.RPS, "tokyo")
    assert found.history_d == 20
    assert found.at_s == HOUR_END_S
    assert 'service=~"web"' in found.source
    assert seen == [(0, 1), (1, 1)]
    assert session.store.state.rows("prom", TOPIC, Outlook) == (found,)


def test_the_same_content_is_not_calculated_again(opened: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened(_reader())
    (found,) = _refresh(session, measures=(Measure.RPS,))

    async def refuse(*_: object) -> None:
        raise AssertionError("calculated again")

    monkeypatch.setattr(session.runtime, "in_process", refuse)
    assert _refresh(session, measures=(Measure.RPS,)) == (found,)


def test_other_demands_stay_known_when_one_is_made_anew(opened: Opening) -> None:
    session = opened(_reader(**{"vllm:generation_tokens_total": demand(2)}))
    assert len(_refresh(session)) == 2
    assert len(_refresh(session, measures=(Measure.TOKENS,))) == 1
    assert len(session.store.state.rows("prom", TOPIC, Outlook)) == 2
    assert _refresh(session, cells=("osaka",)) == ()


def test_a_server_that_forgets_early_is_not_asked_for_a_whole_year(opened: Opening) -> None:
    reader = _reader()
    _refresh(opened(reader), measures=(Measure.RPS,))
    assert reader.asked_days < 200


def test_the_local_history_stands_in_for_a_server_that_fails(opened: Opening) -> None:
    reader = _reader()
    reader.error = ConnectorError(ErrorKind.UNREACHABLE, "The server does not answer.", "Start it.")
    session = opened(reader)
    _remember(session, SignalKey("rps", "tokyo", "web"), weeks=3)
    desk = ForecastDesk(session)
    (found,) = _refresh(session, desk, measures=(Measure.RPS,))
    assert found.source == "local history"
    assert found.history_d >= 20
    assert desk.troubles == ("prom: The server does not answer. Start it.",)


def test_the_local_history_fills_what_the_server_has_forgotten(opened: Opening) -> None:
    session = opened(_reader(hours=10 * 24))
    _remember(session, SignalKey("rps", "tokyo", "web"), weeks=3)
    _remember(session, SignalKey("rps", "tokyo", "bff"), weeks=3)
    (found,) = _refresh(session, measures=(Measure.RPS,))
    assert found.history_d >= 20
    assert found.source.endswith("\nlocal history")
    highest = max(one for one in found.past_peaks if one is not None)
    assert highest < 200, "bff is no door: users do not reach it first"


def _remember(session: Session, key: SignalKey, weeks: float) -> None:
    values = demand(weeks)
    times = HOUR_END_S - 3600.0 * np.arange(1, len(values) + 1)[::-1] + 600.0
    history = session.history
    assert history is not None
    history.append(ESTATE.name, [SeriesObserved(key, tuple(times.tolist()), tuple(values.tolist()))])
    state = session.store.state
    readings = dict(state.readings["prom"].values) if "prom" in state.readings else {}
    session.store.dispatch(
        SignalsObserved("prom", {**readings, key: Reading(float(values[-1]), HOUR_END_S)}, HOUR_END_S)
    )
    session.store.drain(1.0)


def test_cancelling_ends_the_workers(opened: Opening) -> None:
    reader = _reader(hours=20 * 168)
    reader.values |= {("http_server_requests_total", (("cell", "tokyo"), ("segment", f"s{one}"))): demand(20, seed=one)
                      for one in range(30)}  # fmt: skip
    session = opened(reader)
    started = threading.Event()
    scope = session.runtime.scope("forecasts")
    before = {one.pid for one in psutil.Process().children()}
    future = scope.start(ForecastDesk(session).refresh(progress=lambda _done, _total: started.set()))
    assert started.wait(WAIT_S)
    wait_until(lambda: bool({one.pid for one in psutil.Process().children()} - before))
    scope.cancel()
    wait_until(lambda: {one.pid for one in psutil.Process().children()} <= before)
    assert future.cancelled()
