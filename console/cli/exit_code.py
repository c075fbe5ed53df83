"""Exit codes (see the product's command line)."""

from enum import IntEnum

from console.kernel.errors import ChangeRefused, ConnectorError, ConsoleError, ErrorKind


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    CHECK_FAILED = 1
    WRONG_USE = 2
    UNREACHABLE = 3
    REFUSED = 4
    BUG = 70  # EX_SOFTWARE of sysexits.h: not one of the outcomes above
    INTERRUPTED = 130  # 128 + SIGINT, as shells do
    UNREAD = 141  # 128 + SIGPIPE: whoever read the output has gone
    TERMINATED = 143  # 128 + SIGTERM


def exit_code_of(error: ConsoleError) -> ExitCode:
    """Return the exit code of an error that reached the user."""
    if isinstance(error, ChangeRefused):
        return ExitCode.REFUSED
    if isinstance(error, ConnectorError) and error.kind is not ErrorKind.REJECTED:
        return ExitCode.UNREACHABLE
    return ExitCode.WRONG_USE
