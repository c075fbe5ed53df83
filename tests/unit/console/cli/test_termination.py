"""SIGTERM ends a command as Ctrl+C does, with the exit code that shells give it."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

from console.cli import change_apply, program, runbook_drive
from console.cli.invocation import Invocation, pass_invocation
from console.cli.termination import Terminated, Termination


def terminate() -> None:
    """Do as a service manager does."""
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture(autouse=True)
def _default() -> Iterator[None]:
    """The signal as a shell hands it down."""
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGTERM, before)


def run(monkeypatch: pytest.MonkeyPatch, work: Any, *options: str) -> int:
    @click.command()
    @pass_invocation
    def working(invocation: Invocation) -> None:
        work(invocation)

    monkeypatch.setattr(program.LazyGroup, "get_command", lambda *_: working)
    return program.run([*options, "working"])


def test_a_throw_away_profile_is_removed_and_the_code_is_143(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[Path] = []

    def work(invocation: Invocation) -> None:
        made.append(invocation.paths.config.parent)
        assert made[0].is_dir()
        terminate()

    assert run(monkeypatch, work, "--temp-profile") == 143
    assert not made[0].exists()
    assert capsys.readouterr().err.strip() == "Interrupted."
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_ctrl_c_keeps_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(_invocation: Invocation) -> None:
        raise KeyboardInterrupt

    assert run(monkeypatch, work) == 130


def test_a_second_one_does_not_disturb_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []

    def work(_invocation: Invocation) -> None:
        try:
            terminate()
        finally:
            terminate()
            ended.append(True)

    assert (run(monkeypatch, work), ended) == (143, [True])


def test_what_others_have_set_stays() -> None:
    told: list[int] = []

    def theirs(number: int, _frame: object) -> None:
        told.append(number)

    signal.signal(signal.SIGTERM, theirs)
    with Termination() as termination:
        terminate()
        assert termination.code(130) == 130
    assert told == [signal.SIGTERM]
    assert signal.getsignal(signal.SIGTERM) is theirs


def test_a_run_of_a_runbook_is_stopped_and_told_by_what(monkeypatch: pytest.MonkeyPatch) -> None:
    def signalled(*_asked: object, **_how: object) -> None:
        raise Terminated("SIGTERM")

    stopped: list[tuple[str, str]] = []
    command = SimpleNamespace(stop=lambda *told: stopped.append(told))
    session: Any = SimpleNamespace(
        runtime=SimpleNamespace(run=lambda work: work),
        changes=SimpleNamespace(runbooks=SimpleNamespace(command=command)),
    )
    monkeypatch.setattr(runbook_drive, "wait", signalled)
    runbook_drive._wait(session, "run-1", Future())
    assert stopped == [("run-1", "SIGTERM")]


def test_a_change_that_nobody_has_written_yet_is_taken_back() -> None:
    cancelled: list[str] = []

    def drive(work: object) -> None:
        if work == "settled":
            raise Terminated("SIGTERM")

    service = SimpleNamespace(settled=lambda _id: "settled", cancel=cancelled.append)
    opened: Any = SimpleNamespace(run=drive, service=service)
    change: Any = SimpleNamespace(id="c-1")
    with pytest.raises(Terminated):
        change_apply._settled(opened, change)
    assert cancelled == ["c-1"]
