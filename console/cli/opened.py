"""The chosen estate, open and connected, for one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.services.session import Session


@contextmanager
def opened(invocation: "Invocation", *, reaches: bool = True) -> Iterator["Session"]:
    """Yield a session whose connections are built (nothing is reached yet), and close it.

    Raises ``UserError`` when the estate cannot be loaded, and, unless the command ``reaches`` nothing,
    ``ConnectorError`` when it is a lab that does not run.
    """
    from console.bootstrap import build_session  # noqa: PLC0415 - heavy: store, connectors

    loaded = invocation.reached_estate() if reaches else invocation.load_estate()
    session = build_session(invocation.profile())
    try:
        session.open_estate(loaded.estate, loaded.file)
        session.wait_connected()
        yield session
    finally:
        session.close()
