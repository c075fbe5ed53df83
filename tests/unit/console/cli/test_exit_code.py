"""Each kind of failure has the exit code that scripts rely on."""

import pytest

from console.cli.exit_code import exit_code_of
from console.kernel.errors import ChangeRefused, ConnectorError, ConsoleError, ErrorKind, UserError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UserError("x"), 2),
        (ConsoleError("x"), 2),
        (ConnectorError(ErrorKind.TIMEOUT, "x"), 3),
        (ConnectorError(ErrorKind.FORBIDDEN, "x"), 3),
        (ChangeRefused("x"), 4),
    ],
)
def test_the_exit_code_of_an_error(error: ConsoleError, code: int) -> None:
    assert exit_code_of(error) == code
