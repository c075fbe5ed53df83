"""The error tree: every failure a user can meet, told in one sentence with what to do next."""

from __future__ import annotations

from enum import StrEnum

from console.kernel.visible_text import visible_lines

_MOST_TEXT = 8000


class ConsoleError(Exception):
    """A failure that a user can understand.

    ``message`` is one sentence: what is wrong and where. ``hint`` says what to do next (may be empty). Both may quote
    what somebody else wrote: they are cut, and characters that hide, turn or steer (a terminal) become marks.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = visible_lines(message, _MOST_TEXT)
        self.hint = visible_lines(hint, _MOST_TEXT)
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UserError(ConsoleError):
    """The input (a file, an option, a form) is wrong; the user can mend it."""


class Cancelled(ConsoleError):  # noqa: N818 - the field's word; it is an outcome, not a fault
    """The user or a closing scope ended the work."""


class ChangeRefused(ConsoleError):  # noqa: N818 - the field's word
    """A change was refused by policy, by the lock or because its target has moved on."""


class ErrorKind(StrEnum):
    """Why an outside system did not do what was asked."""

    AUTH = "auth"
    FORBIDDEN = "forbidden"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    THROTTLED = "throttled"
    NOT_FOUND = "not_found"
    PROTOCOL = "protocol"
    REJECTED = "rejected"  # what was asked is wrong; who asked can mend it


class ConnectorError(ConsoleError):
    """An outside system failed; connectors map every SDK error to this in one place.

    ``retry_after_s`` is the wait that the server asked for, in seconds, when it said so.
    """

    def __init__(self, kind: ErrorKind, message: str, hint: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(message, hint)
        self.kind = kind
        self.retry_after_s = retry_after_s
