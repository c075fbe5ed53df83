"""The listener of a running console: opened with each estate if the user wants it, closed with it."""

from __future__ import annotations

import logging
from itertools import takewhile
from typing import TYPE_CHECKING

from console.domain.webhook.push import DeliveryRefused, ListenerChanged
from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from console.domain.webhook.push import PushReceived
    from console.estate.schema.estate import Estate
    from console.ports.vault import SecretVault
    from console.services.session import Session
    from console.services.webhooks.hook_desk import AcceptedDelivery
    from console.services.webhooks.webhook_listener import WebhookListener
    from console.settings.webhooks import Webhooks

_log = logging.getLogger(__name__)
_CLOSE_S = 5.0
_AGAIN_S = 10.0


class WebhookDesk:
    """Follows the open estate of a session. ``wanted`` reads the settings, ``vault`` opens the secrets of an estate."""

    def __init__(self, session: Session, wanted: Callable[[], Webhooks], vault: Callable[[Path], SecretVault]) -> None:
        self._session = session
        self._wanted = wanted
        self._vault = vault
        self._estate: Estate | None = None
        self._opening: Future[WebhookListener | None] | None = None
        self._newest: PushReceived | None = None
        self._read_at_s: dict[str, float] = {}

    def follow(self) -> None:
        """Listen for the estate that is open now, if the user wants it; read anew what was pushed to. Owner thread."""
        opened = self._session.open
        if opened is not None and opened.estate is self._estate:
            self._read_pushed()
            return
        self.close()
        self._estate = opened.estate if opened is not None else None
        wanted = self._wanted()
        if opened is not None and wanted.enabled:
            self._opening = self._session.runtime.submit(self._listen(opened.estate, opened.file.parent, wanted.port))

    def _read_pushed(self) -> None:
        """Read connections anew that somebody pushed to, each at most every 10 s: polling finds the rest."""
        traffic = self._session.store.state.webhooks
        pushes = traffic.pushes if traffic is not None else ()
        fresh = {one.connection for one in takewhile(lambda one: one is not self._newest, pushes)}
        self._newest = pushes[0] if pushes else None
        now_s = self._session.clock.monotonic()
        for connection in fresh:
            if now_s - self._read_at_s.get(connection, -_AGAIN_S) >= _AGAIN_S:
                self._read_at_s[connection] = now_s
                self._session.reload(connection)

    async def _listen(self, estate: Estate, folder: Path, port: int) -> WebhookListener | None:
        from console.services.webhooks.webhook_listener import WebhookListener  # noqa: PLC0415 - aiohttp, if wanted

        session = self._session
        listener = WebhookListener(
            session.runtime, session.clock, session.paths, lambda: self._vault(folder), self._tell
        )
        try:
            await listener.listen(estate, port)
        except ConsoleError as error:
            _log.warning("webhooks: %s", error)
            session.store.dispatch(ListenerChanged(0, str(error)))
            return None
        session.store.dispatch(ListenerChanged(port))
        return listener

    def _tell(self, told: AcceptedDelivery | DeliveryRefused) -> None:
        store = self._session.store
        if isinstance(told, DeliveryRefused):
            store.dispatch(told)
            return
        for push in told.pushes:
            store.dispatch(push)

    def close(self) -> None:
        """Stop listening. Safe when nothing listens."""
        opening, self._opening = self._opening, None
        listener = opening.result(_CLOSE_S) if opening is not None else None
        if listener is not None:
            self._session.runtime.run(listener.close(), _CLOSE_S)
