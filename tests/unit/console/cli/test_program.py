"""The way out of every error: one scrubbed line, the right code, and no bug that shows a secret."""

import logging
from collections.abc import Callable, Iterator

import click
import pytest

from console.bootstrap import Profile
from console.cli import program
from console.cli.invocation import Invocation
from console.kernel.errors import Cancelled, ChangeRefused, ConnectorError, ErrorKind, UserError
from console.kernel.i18n import set_language
from console.kernel.paths import Paths
from console.kernel.redact import MASK, register_secret


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """The program sets the root logger up for itself; the tests after it want theirs back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def _run(monkeypatch: pytest.MonkeyPatch, work: Callable[[], None]) -> int:
    @click.command()
    def failing() -> None:
        work()

    monkeypatch.setattr(program.LazyGroup, "get_command", lambda *_: failing)
    return program.run(["failing"])


def _raise(error: BaseException) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


# Waiting for the connections of the lab ended so on two processors with a load of 12: that is no bug.
TOO_SLOW = (
    "error: Something took too long, and was not waited for any more. "
    "This computer may be too busy: try again. With -vv it says where.\n"
)


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (UserError("Bad file.", "Mend it."), 2, "error: Bad file. Mend it.\n"),
        (ConnectorError(ErrorKind.TIMEOUT, "No answer."), 3, "error: No answer.\n"),
        (ChangeRefused("Locked."), 4, "error: Locked.\n"),
        (Cancelled("Stopped."), 130, "Stopped.\n"),
        (KeyboardInterrupt(), 130, "\nInterrupted.\n"),
        (TimeoutError(), 3, TOO_SLOW),
        (UserError("Two\nlines\x1b[2J"), 2, "error: Two lines�[2J\n"),
    ],
)
def test_an_error_is_one_line_with_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, line: str
) -> None:
    assert _run(monkeypatch, _raise(error)) == code
    assert capsys.readouterr() == ("", line)


@pytest.mark.parametrize(("left", "code"), [(None, 0), (0, 0), (1, 141), (2, 2)])
def test_only_a_program_that_is_left_with_1_has_lost_its_reader(
    monkeypatch: pytest.MonkeyPatch, left: int | None, code: int
) -> None:
    assert _run(monkeypatch, _raise(SystemExit(left))) == code


def test_a_bug_is_told_as_one_without_the_secret_in_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    register_secret("canary-secret-4711")
    assert _run(monkeypatch, _raise(RuntimeError("failed with canary-secret-4711"))) == 70
    told = capsys.readouterr().err
    assert told.startswith(f"error: This is a bug in Cell Console (RuntimeError: failed with {MASK}).")
    assert "canary" not in told


def test_a_throw_away_profile_is_made_when_needed_and_removed_at_the_end() -> None:
    invocation = Invocation(temp_profile=True)
    root = invocation.paths.config.parent
    assert root.is_dir()
    invocation.close()
    assert not root.exists()
    assert Invocation().paths == Paths.for_user()


@pytest.mark.parametrize(("words", "language"), [(["--lang", "ja"], "ja"), ([], "")])
def test_the_window_is_told_the_language_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, words: list[str], language: str
) -> None:
    opened: list[Profile] = []

    def open_window(profile: Profile, **_asked: object) -> int:
        opened.append(profile)
        return 0

    monkeypatch.setattr("console.bootstrap.run_window", open_window)
    assert program.run(["--temp-profile", *words]) == 0
    assert [one.language for one in opened] == [language]
    set_language("en")
