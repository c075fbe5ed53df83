"""The webhook listener of an estate: off unless the user turns it on, on this computer only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.services.webhooks.hook_desk import HookDesk
from console.services.webhooks.hook_target import hook_targets
from console.services.webhooks.path_token import path_token
from console.services.webhooks.webhook_address import addresses_of
from console.services.webhooks.webhook_site import WebhookSite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.domain.webhook.push import DeliveryRefused
    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.paths import Paths
    from console.kernel.runtime import Runtime
    from console.ports.vault import SecretVault
    from console.services.webhooks.hook_desk import AcceptedDelivery


class WebhookListener:
    """Use it from the I/O loop; ``tell`` is called there with everything that is accepted or refused."""

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        paths: Paths,
        vault: Callable[[], SecretVault],
        tell: Callable[[AcceptedDelivery | DeliveryRefused], None],
    ) -> None:
        self._runtime = runtime
        self._clock = clock
        self._paths = paths
        self._vault = vault
        self._tell = tell
        self._site: WebhookSite | None = None

    async def listen(self, estate: Estate, port: int) -> Mapping[str, str]:
        """Listen for the connections of an estate; return each one's address. Raise ``ConsoleError`` (port taken)."""
        token = await self._runtime.in_thread(path_token, self._paths)
        desk = HookDesk(hook_targets(estate), self._reveal, self._clock, self._tell)
        self._site = WebhookSite(desk, token, port)
        found = await self._site.start()
        return addresses_of(desk.targets, token, found)

    async def _reveal(self, reference: str) -> str:
        def read() -> str:
            return self._vault().resolve(reference).reveal().strip()

        return await self._runtime.in_thread(read)

    async def close(self) -> None:
        """Stop listening. Safe when it does not listen."""
        site, self._site = self._site, None
        if site is not None:
            await site.stop()
