"""Driving a run from the command line: what it does and tells is printed; a person at a terminal is asked."""

import sys
from concurrent.futures import wait
from typing import TYPE_CHECKING, NamedTuple

import click

from console.cli.driven_echo import driven_echo
from console.cli.exit_code import ExitCode
from console.cli.plain_text import one_line
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from concurrent.futures import Future

    from console.cli.invocation import Invocation
    from console.domain.runbooks.runbook_run import RunbookRun, RunMoment
    from console.services.runbooks.step_output import Lines
    from console.services.session import Session

_STEP_S = 0.1
_MOST_HELD_S = 60.0
_QUIET = frozenset({"changing", "let-on", "automatic", "started"})


class Driving(NamedTuple):
    """``recovers``: the recovery section runs by itself after a failure. ``is_confirmed``: mere confirmations are
    given beforehand.
    """

    recovers: bool = False
    is_confirmed: bool = False


_BY_HAND = Driving()


class _Printer:
    """Prints what is new of a run: its moments, and the output of its steps; ``is_read`` until nobody reads it."""

    def __init__(self, session: "Session", run: "RunbookRun") -> None:
        self._session, self.is_read = session, True
        self._told = run.step
        self._seen: dict[tuple[int, int], int] = {}
        if run.present is not None:  # what it wrote before was shown then
            self._seen[run.at, run.present.attempt] = self._lines(run, run.at, 0).sequence

    def show(self, run: "RunbookRun") -> None:
        """Print what happened in its order: what a step wrote stands before what is told of its end."""
        places = {one.name: place for place, one in enumerate(run.steps)}
        new = run.step - self._told
        for one in run.moments[-new:] if new else ():
            if one.word != "begun" and one.step in places:
                self._output(run, places[one.step])
            if one.word not in _QUIET:
                self._tell(one)
        self._output(run, run.at)
        self._told = run.step

    def _say(self, text: str) -> None:
        self.is_read = driven_echo(text) and self.is_read

    def _tell(self, one: "RunMoment") -> None:
        from console.presenters.retold import retold  # noqa: PLC0415
        from console.presenters.runbooks.run_moment_rows import moment_word  # noqa: PLC0415 - heavy: msgspec

        what = f"{moment_word(one.word)}: {retold(one.note)}" if one.note else moment_word(one.word)
        self._say(one_line(f"[{one.step}] {what}" if one.step else what))

    def _output(self, run: "RunbookRun", place: int) -> None:
        if place >= len(run.steps):
            return
        key = (place, run.steps[place].attempt)
        found = self._lines(run, place, self._seen.get(key, 0))
        if found.dropped:
            self._say(t("… {count} lines are not shown …", count=found.dropped))
        for line in found.lines:
            self._say(f"  {line}")
        self._seen[key] = found.sequence

    def _lines(self, run: "RunbookRun", place: int, since: int) -> "Lines":
        """Return what a step has written since, from the disk when its run has ended meanwhile."""
        from console.services.runbooks.step_output import Lines  # noqa: PLC0415 - with the session

        desk = self._session.changes.runbooks
        if (live := desk.output(run.id, place)) is not None:
            return live.since(since)
        lines = desk.shelf.output(run.id, place, run.steps[place].attempt).splitlines()
        return Lines(tuple(lines[since:]), max(since, len(lines)))


def drive_run(invocation: "Invocation", session: "Session", run_id: str, how: Driving = _BY_HAND) -> None:
    """Drive a run until it is over or waits for a person, who is asked when there is a terminal.

    Ends with exit code 1 unless the run has succeeded, or rests before a step because nobody said to go on.
    """
    from console.cli.runbook_dialogue import asked  # noqa: PLC0415 - heavy: msgspec

    desk = session.changes.runbooks
    printer = _Printer(session, desk.book.find(run_id))
    while True:
        run, is_given_up = _driven(invocation, session, run_id, printer)
        if _goes_on(session, run, how, is_given_up=is_given_up):
            continue
        if run.is_over or not printer.is_read or not sys.stdin.isatty() or not asked(session, run):
            break
    _end(invocation, desk.book.find(run_id))


def _goes_on(session: "Session", run: "RunbookRun", how: Driving, *, is_given_up: bool) -> bool:
    """Say to a run what was said beforehand, and return whether anything was.

    The recovery follows what failed or was given up here (``is_given_up``), never what a person stopped.
    """
    from console.domain.runbooks.question import Asks  # noqa: PLC0415 - heavy: msgspec
    from console.domain.runbooks.runbook_run import RunState  # noqa: PLC0415

    command = session.changes.runbooks.command
    has_failed = run.state is RunState.FAILED and (is_given_up or not run.is_held_back)
    if has_failed and how.recovers and run.has_recovery and not run.is_recovering:
        session.runtime.run(command.recover(run.id, run.why, automatic=True))
        return True
    question = run.present.question if run.present is not None else None
    if question is None or not how.is_confirmed or question.asks is not Asks.CONFIRM:
        return False
    if question.needs_note or question.needs_picture:
        return False
    session.runtime.run(command.answer(run.id, 0, t("Confirmed beforehand, with the plan.")))
    return True


def _driven(invocation: "Invocation", session: "Session", run_id: str, printer: _Printer) -> "tuple[RunbookRun, bool]":
    """Drive a run until it is over or waits; return it, and whether it was held up for too long."""
    desk, is_given_up = session.changes.runbooks, False
    future = desk.drive(run_id)
    held_s = 0.0
    while not future.done():
        session.store.drain(_STEP_S)
        run = desk.book.find(run_id)
        printer.show(run)
        held_s = held_s + _STEP_S if run.why else 0.0
        if held_s > _MOST_HELD_S and not sys.stdin.isatty() and not run.is_stopping:
            invocation.note(t("It was held up for too long, so it is stopped: {why}", why=run.why))
            session.runtime.run(desk.command.stop(run_id, run.why))
            is_given_up = True
        _wait(session, run_id, future)
    try:
        ended = future.result()
    except ChangeRefused as error:
        invocation.note(t("Noted. {why}", why=error))
        raise click.exceptions.Exit(ExitCode.DONE) from error
    printer.show(ended)
    return ended, is_given_up


def _wait(session: "Session", run_id: str, future: "Future[RunbookRun]") -> None:
    """Wait a moment; Ctrl-C (or SIGTERM) stops the present step, a second one the program."""
    try:
        wait([future], timeout=_STEP_S)
    except KeyboardInterrupt as ended:
        session.runtime.run(session.changes.runbooks.command.stop(run_id, str(ended) or "Ctrl-C"))


def _end(invocation: "Invocation", run: "RunbookRun") -> None:
    from console.domain.runbooks.runbook_run import RunOutcome, RunState  # noqa: PLC0415 - heavy: msgspec
    from console.domain.runbooks.step_run import StepState  # noqa: PLC0415
    from console.presenters.runbooks.run_rows import what_next  # noqa: PLC0415
    from console.presenters.runbooks.runbook_word import run_state_word  # noqa: PLC0415

    word, _ = run_state_word(run)
    driven_echo(one_line(" - ".join(filter(None, (run.title, word, what_next(run))))))
    if not run.is_over:
        invocation.note(_how_on(run))
    now = run.present
    rests = run.state is RunState.RESTING and now is not None and now.state in {StepState.PENDING, StepState.DEFERRED}
    if run.outcome is not RunOutcome.SUCCEEDED and not rests:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _how_on(run: "RunbookRun") -> str:
    from console.domain.runbooks.run_command import allowed  # noqa: PLC0415 - heavy: msgspec

    ways = {
        "go": f"cell-console runbook resume {run.id} --auto",
        "answer": f"cell-console runbook answer {run.id}",
        "retry": f"cell-console runbook retry {run.id}",
        "skip": f"cell-console runbook skip {run.id} --reason TEXT",
        "recover": f"cell-console runbook recover {run.id}",
        "abort": f"cell-console runbook stop {run.id} --end",
    }
    offered = [way for name, way in ways.items() if name in allowed(run)]
    return t("Go on with one of:") + "".join(f"\n  {one}" for one in offered)
