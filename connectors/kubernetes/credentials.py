"""How a context signs in: fixed, from a file that is rotated, or from an exec plugin."""

import asyncio
from dataclasses import replace

from connectors.kubernetes.exec_plugin import ExecPlugin
from connectors.kubernetes.kube_context import KubeContext, SignIn
from connectors.kubernetes.ticket import Ticket
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular
from console.kernel.secret import Secret

_FILE_S = 10.0  # Kubernetes rotates token files well before they expire
_EARLY_S = 30.0
_MOST_TOKEN = 64 * 1024


class Credentials:
    """Hands out the ticket of a context and renews it before it expires, or when the server refused it."""

    def __init__(self, context: KubeContext, clock: Clock, *, login_path: bool = True) -> None:
        self._context = context
        self._clock = clock
        self._login_path = login_path
        self._lock = asyncio.Lock()
        self._ticket: Ticket | None = None
        self._read_at_s = 0.0

    async def ticket(self, *, refused: Ticket | None = None) -> Ticket:
        """Return a good ticket; ``refused`` is one that the server did not accept. Raises ``ConnectorError`` (auth)."""
        async with self._lock:  # one plugin at a time, however many requests wait
            kept = self._ticket
            if kept is not None and kept is not refused and not self._is_old(kept):
                return kept
            self._ticket = replace(await self._new(), impersonation=self._context.sign_in.impersonation)
            self._read_at_s = self._clock.monotonic()
            return self._ticket

    def _is_old(self, ticket: Ticket) -> bool:
        if self._context.sign_in.token_file is not None:
            return self._clock.monotonic() - self._read_at_s >= _FILE_S
        return ticket.expires_at_s is not None and ticket.expires_at_s - _EARLY_S <= self._clock.now().timestamp()

    async def _new(self) -> Ticket:
        sign_in = self._context.sign_in
        if sign_in.token_file is not None:
            return Ticket(_token_in(sign_in), sign_in.certificate)
        if sign_in.token is not None:
            return Ticket(sign_in.token, sign_in.certificate)
        if sign_in.exec_plugin is not None:
            return await ExecPlugin(self._context, login_path=self._login_path).ticket()
        return Ticket(None, sign_in.certificate, username=sign_in.username, password=sign_in.password)


def _token_in(sign_in: SignIn) -> Secret:
    assert sign_in.token_file is not None
    try:
        token = read_regular(sign_in.token_file, _MOST_TOKEN)[:_MOST_TOKEN].decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", "") or type(error).__name__
        raise ConnectorError(
            ErrorKind.AUTH,
            t("The token file {file} cannot be read: {why}.", file=sign_in.token_file, why=why),
            t("Correct its path or rights in the kubeconfig."),
        ) from None
    if not token:
        raise ConnectorError(
            ErrorKind.AUTH,
            t("The token file {file} is empty.", file=sign_in.token_file),
            t("Sign in again with the tool that writes it."),
        )
    return Secret(token)
