"""Asking the connections of the chosen estate once, through one of the ports that they offer."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from console.cli.opened import opened
from console.kernel.errors import ConnectorError, ConsoleError, ErrorKind, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.ports.connector import Port

Answer = TypeVar("Answer")


def read_port(
    invocation: "Invocation", port: "type[Port]", ask: "Callable[[Port], Awaitable[Answer]]", *, wait_s: float
) -> tuple[dict[str, Answer], dict[str, ConsoleError]]:
    """Return what each connection that offers ``port`` answers, and the failures of the others, both by key.

    Raises ``UserError`` when the estate has no such connection, ``ConnectorError`` when it is a lab that does not run.
    """
    answers: dict[str, Answer] = {}
    faults: dict[str, ConsoleError] = {}
    with opened(invocation) as session:
        for key in session.connectors:
            reader = session.offered(key, port)
            if reader is None:
                continue
            try:
                answers[key] = session.runtime.run(_awaited(ask, reader), wait_s)
            except ConsoleError as fault:
                faults[key] = fault
            except TimeoutError:
                faults[key] = ConnectorError(ErrorKind.TIMEOUT, t("no answer in time; use --wait to wait longer."))
    if not answers and not faults:
        raise UserError(t("The estate has no connection that could tell this."), t("Add one to the estate file."))
    return answers, faults


async def _awaited(ask: "Callable[[Port], Awaitable[Answer]]", reader: "Port") -> Answer:
    return await ask(reader)
