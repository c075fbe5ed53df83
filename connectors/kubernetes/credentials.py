"""How a context signs in: fixed, from a file that is rotated, or from an exec plugin."""

import asyncio
from dataclasses import replace
from math import inf

from connectors.kubernetes.exec_plugin import ExecPlugin
from connectors.kubernetes.kube_context import KubeContext, SignIn
from connectors.kubernetes.sign_in_pace import SignInPace
from connectors.kubernetes.ticket import Ticket
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular
from console.kernel.secret import Secret

_FILE_S = 10.0  # Kubernetes rotates token files well before they expire
_EARLY_S = 30.0
_AT_LEAST_S = 10.0  # what a plugin gives is used so long, also where it has nearly expired, or has by our clock
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
        self._pace = SignInPace(clock)

    def hasten(self) -> None:
        """Let the next request sign in anew even where that has just failed: somebody asks for it."""
        self._pace.hasten()
        if self._context.sign_in.token_file is None:
            self._read_at_s = -inf

    async def ticket(self, *, refused: Ticket | None = None) -> Ticket:
        """Return a good ticket; ``refused`` is one that the server did not accept. Raises ``ConnectorError`` (auth)."""
        async with self._lock:  # one plugin at a time, however many requests wait
            kept = self._ticket
            if kept is not None and not self._is_old(kept) and (kept is not refused or self._pace.must_wait):
                return kept
            new = await self._new(was_refused=refused is not None)
            self._ticket = replace(new, impersonation=self._context.sign_in.impersonation)
            self._read_at_s = self._clock.monotonic()
            return self._ticket

    def _is_old(self, ticket: Ticket) -> bool:
        if self._context.sign_in.token_file is not None:
            return self._clock.monotonic() - self._read_at_s >= _FILE_S
        if ticket.expires_at_s is None or self._clock.monotonic() - self._read_at_s < _AT_LEAST_S:
            return False
        return ticket.expires_at_s - _EARLY_S <= self._clock.now().timestamp()

    async def _new(self, *, was_refused: bool) -> Ticket:
        sign_in = self._context.sign_in
        if sign_in.token_file is not None:
            try:
                return Ticket(_token_in(sign_in), sign_in.certificate)
            except ConnectorError:
                if sign_in.token is None:
                    raise
        if sign_in.token is not None:  # as for kubectl also where its file is not there
            return Ticket(sign_in.token, sign_in.certificate)
        if sign_in.exec_plugin is not None:
            return await self._run(was_refused=was_refused)
        return Ticket(None, sign_in.certificate, username=sign_in.username, password=sign_in.password)

    async def _run(self, *, was_refused: bool) -> Ticket:
        """Run the plugin, unless it has failed just now: all who wait are told what it said then."""
        fault = self._pace.fault
        if fault is not None and self._pace.must_wait:
            raise fault
        began_s = self._clock.monotonic()
        try:
            ticket = await ExecPlugin(self._context, login_path=self._login_path).ticket()
        except ConnectorError as failed:
            self._pace.failed(failed, self._clock.monotonic() - began_s)
            raise
        self._pace.gave(self._clock.monotonic() - began_s, was_refused=was_refused)
        return ticket


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
