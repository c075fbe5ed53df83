"""A program that is run for its output gets all of its input, and outlasts neither its time nor who asked for it."""

import os
import subprocess
from pathlib import Path

import psutil
import pytest

from console.kernel import process_run
from console.kernel.ending import Ending
from console.kernel.errors import Cancelled
from console.kernel.process_run import run_process
from console.kernel.runtime import Runtime
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the programs of the tests are of the shell")
_LONG_S = 60.0


def _run(script: str, most_s: float = _LONG_S, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return run_process(["sh", "-c", script], most_s=most_s, env={"PATH": os.environ["PATH"]}, stdin=stdin)


@pytest.mark.parametrize("stdin", [b"", b"x" * 3_000_000])
def test_input_and_output_are_whole_however_long_it_takes(stdin: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_run, "_LOOK_S", 0.01)
    ended = _run("echo begun >&2; sleep 0.1; cat; sleep 0.1; echo end; exit 3", stdin=stdin)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, stdin + b"end\n", b"begun\n")


def _started(file: Path) -> psutil.Process:
    wait_until(lambda: file.exists() and file.read_text().strip(), what="the process")
    return psutil.Process(int(file.read_text()))


def test_one_that_takes_too_long_is_ended_with_what_it_has_started(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    with pytest.raises(subprocess.TimeoutExpired, match=r"after 0\.5 seconds"):
        _run(f"sleep 1000 & echo $! > {file}; wait", most_s=0.5)
    wait_until(lambda: not _runs(int(file.read_text())), what="the end of what it has started")


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("before", ["", "trap '' TERM;", "trap 'rm half; exit' TERM;"])
def test_closing_the_runtime_ends_it(before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runtime, told, half = Runtime(), [], tmp_path / "half"
    half.touch()

    def run() -> None:
        try:
            _run(f"{before} echo $$ > pid; while :; do sleep 0.1; done")
        except Exception as error:  # noqa: BLE001 - asserted below
            told.append(type(error))

    async def running() -> None:
        await runtime.in_thread(run)

    runtime.submit(running())
    started = _started(tmp_path / "pid")
    runtime.close()
    assert told == [Cancelled]
    assert not started.is_running()
    assert half.exists() is ("half" not in before), "it was asked before it was made to"


def test_an_interruption_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pid"

    def interrupt(*_: object, **__: object) -> tuple[bytes, bytes]:
        _started(file)
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "communicate", interrupt)
    with pytest.raises(KeyboardInterrupt):
        _run(f"echo $$ > {file}; exec sleep 1000")
    assert not _runs(int(file.read_text()))


def test_at_the_end_none_is_started(runtime: Runtime, tmp_path: Path) -> None:
    def run() -> None:
        ending = Ending()
        ending.follow()
        ending.began_s = 0.0
        _run(f"touch {tmp_path / 'begun'}")

    async def running() -> None:
        await runtime.in_thread(run)

    with pytest.raises(Cancelled):
        runtime.run(running())
    assert not (tmp_path / "begun").exists()
