"""The recorder outlives a full disk, a home without rights and a clock that jumps, and goes on by itself."""

# proves C5

from datetime import timedelta
from pathlib import Path

import pytest

from console.domain.event import SeriesObserved
from console.domain.signal_key import SignalKey
from console.estate.schema.estate import Estate
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.services.recorder import Recorder
from console.services.session import Session
from console.store.history.history import History
from console.store.store import Store
from tests.fakes.broken_disk import fill, small_disk, without_write
from tests.fakes.manual_clock import ManualClock

ESTATE = Estate.model_validate({"name": "shop", "clusters": [{"key": "main"}]})


def _session(state: Path) -> Session:
    return Session(
        runtime=Runtime(),
        clock=ManualClock(),
        paths=Paths.under(state),
        history=History(state / "history.sqlite"),
        connect=lambda _estate, _folder: {},
    )


def _observe(session: Session, number: int, points: int = 1) -> SignalKey:
    key = SignalKey("rps", f"cell-{number}")
    times = tuple(float(at_s) for at_s in range(points))
    session.store.dispatch(SeriesObserved(key, times, times))
    session.store.drain()
    return key


def _recorder(session: Session) -> Recorder:
    assert session._recorder is not None
    return session._recorder


def _whole(session: Session) -> bool:
    assert session.history is not None
    return session.history._database.rows("PRAGMA integrity_check") == [("ok",)]


def test_on_a_full_disk_the_session_goes_on_says_so_once_and_writes_again_when_there_is_space(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with small_disk() as disk:
        session = _session(disk)
        try:
            session.open_estate(ESTATE, disk / "estate.yaml")
            before = _observe(session, 0)
            _recorder(session).flush()
            assert session.history_error == ""
            ballast = fill(disk)
            during = _observe(session, 1, 5_000)
            for _ in range(3):
                _recorder(session).flush()
                assert session.history_error.startswith(f"The local history {disk / 'history.sqlite'} cannot be used:")
                assert "full" in session.history_error
            assert [record.message for record in caplog.records] == [session.history_error]
            assert session.history is not None
            assert session.history.read("shop", before, 0, 9)[1] == [0.0]
            ballast.unlink()
            _recorder(session).flush()
            assert session.history_error == ""
            assert len(session.history.read("shop", during, 0, 9_999)[0]) == 5_000
            assert _whole(session)
        finally:
            session.close()


def test_a_program_that_closes_on_a_full_disk_closes() -> None:
    with small_disk() as disk:
        session = _session(disk)
        session.open_estate(ESTATE, disk / "estate.yaml")
        _observe(session, 0, 9_000)
        fill(disk)
        session.close()


@pytest.mark.parametrize("existed", [False, True])
def test_in_a_home_without_rights_the_session_opens_and_writes_once_it_may(existed: bool, tmp_path: Path) -> None:
    home = tmp_path / "state"
    home.mkdir()
    if existed:
        old = _session(home)
        old.open_estate(ESTATE, tmp_path / "estate.yaml")
        _observe(old, 7)
        old.close()
    with without_write(home):
        session = _session(home)
        session.open_estate(ESTATE, tmp_path / "estate.yaml")
        assert "cannot be used" in session.history_error
        key = _observe(session, 1)
        _recorder(session).flush()
        assert "cannot be used" in session.history_error
    _recorder(session).flush()
    assert session.history_error == ""
    assert session.history is not None
    assert session.history.read("shop", key, 0, 9)[1] == [0.0]
    assert session.history.read("shop", SignalKey("rps", "cell-7"), 0, 9)[1] == ([0.0] if existed else [])
    session.close()


def test_a_clock_that_jumps_back_and_forth_loses_no_points_and_mixes_none(tmp_path: Path) -> None:
    clock = ManualClock()
    runtime, store, history = Runtime(), Store(), History(tmp_path / "history.sqlite")
    recorder = Recorder(runtime, store, history, clock, "shop")
    key = SignalKey("rps", "tokyo")
    start = clock.now()
    wanted = {}
    for hours, value in ((0, 1.0), (2, 2.0), (-5, 3.0), (1, 4.0), (-4, 5.0)):
        clock.set_wall_clock(start + timedelta(hours=hours))
        at_s = clock.now().timestamp()
        wanted[at_s] = value
        store.dispatch(SeriesObserved(key, (at_s,), (value,)))
        store.drain()
        recorder.flush(forget=True)
        assert recorder.error == ""
    times, values = history.read("shop", key, 0, 4e9)
    assert dict(zip(times, values, strict=True)) == wanted
    assert times == sorted(times)
    assert list(store.series.read(key)[0]) == sorted(store.series.read(key)[0])
    recorder.close()
    history.close()
    runtime.close()
