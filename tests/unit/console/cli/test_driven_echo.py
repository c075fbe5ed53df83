"""What is printed beside work: a reader that has gone does not end the work, nor change how it ends."""

import io
import os
import sys
from types import SimpleNamespace
from typing import Any

import click
import pytest

from console.cli import program, rollout_drive
from console.cli.driven_echo import driven_echo
from console.cli.invocation import Invocation
from console.kernel.errors import ChangeRefused


def _unread(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Put a stream in place whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    monkeypatch.setattr(sys, name, io.TextIOWrapper(io.FileIO(writing, "w"), write_through=True))


def test_a_line_without_a_reader_is_told_once_and_the_stream_is_silent_then(monkeypatch: pytest.MonkeyPatch) -> None:
    assert driven_echo("heard")
    _unread(monkeypatch, "stdout")
    assert [driven_echo("one"), driven_echo("two")] == [False, True]


def test_a_note_without_a_reader_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _unread(monkeypatch, "stderr")
    Invocation().note("beside the work")
    assert driven_echo("told to nobody", err=True)  # the stream is silent instead of failing each time


def test_a_rollout_goes_on_without_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    _unread(monkeypatch, "stdout")
    run: Any = SimpleNamespace(moments=[SimpleNamespace(word="started", note="")])
    assert rollout_drive._tell(run, 0) == 1


@pytest.mark.parametrize(("broken", "code"), [("stdout", 141), ("stderr", 4)])
def test_the_code_is_that_of_a_reader_that_has_gone_or_of_what_was_refused(
    monkeypatch: pytest.MonkeyPatch, broken: str, code: int
) -> None:
    @click.command()
    def refused() -> None:
        click.echo("what was found")
        raise ChangeRefused("Locked.")

    monkeypatch.setattr(program.LazyGroup, "get_command", lambda *_: refused)
    _unread(monkeypatch, broken)
    assert program.run(["refused"]) == code
