"""The recorder outlives a full disk, a home without rights and a clock that jumps, and goes on by itself."""

# proves C5

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from console.domain.event import SeriesObserved
from console.domain.signal import SignalKey
from console.estate.schema.estate import Estate
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.services.recorder import Recorder
from console.services.session import Session
from console.store.history.history import History
from console.store.store import Store
from tests.fakes.manual_clock import ManualClock

ESTATE = Estate.model_validate({"name": "shop", "clusters": [{"key": "main"}]})


@contextmanager
def _small_disk() -> Iterator[Path]:
    """A file system of 600 kB."""
    with tempfile.TemporaryDirectory() as place:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", place], capture_output=True, text=True, check=False
        )
        if mounted.returncode:
            pytest.skip(f"mounting a small file system needs root: {mounted.stderr.strip()}")
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", place], check=True)


def _fill(disk: Path) -> Path:
    """Take all the space that is left; return the file that has it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as stream, suppress(OSError):
        while stream.write(b"x" * 4096):
            pass
    return ballast


@contextmanager
def _without_write(folder: Path) -> Iterator[None]:
    """A folder where nobody writes: by its mode, and for root, whom modes do not stop, mounted read-only."""
    if os.geteuid():
        folder.chmod(0o500)
        try:
            yield
        finally:
            folder.chmod(0o700)
        return
    for options in (["--bind", str(folder)], ["-o", "remount,bind,ro"]):
        mounted = subprocess.run(["mount", *options, str(folder)], capture_output=True, text=True, check=False)
        if mounted.returncode:
            pytest.skip(f"a read-only mount is not possible here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


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
    with _small_disk() as disk:
        session = _session(disk)
        try:
            session.open_estate(ESTATE, disk / "estate.yaml")
            before = _observe(session, 0)
            _recorder(session).flush()
            assert session.history_error == ""
            ballast = _fill(disk)
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
    with _small_disk() as disk:
        session = _session(disk)
        session.open_estate(ESTATE, disk / "estate.yaml")
        _observe(session, 0, 9_000)
        _fill(disk)
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
    with _without_write(home):
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
