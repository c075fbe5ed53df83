"""One channel of the estate as a connection."""

from collections.abc import Callable

from connectors.common.http import HttpClient
from connectors.notify.channel import Channel
from connectors.notify.channels.desktop import Desktop
from connectors.notify.channels.discord import Discord
from connectors.notify.channels.jira import Jira
from connectors.notify.channels.linear import Linear
from connectors.notify.channels.mail import Mail
from connectors.notify.channels.pagerduty import PagerDuty
from connectors.notify.channels.slack import Slack
from connectors.notify.channels.webhook import Webhook
from connectors.notify.place import Place
from connectors.registry import BuildContext
from console.estate.schema.service_connection import Notification, NotificationKind
from console.ports.connector import Port
from console.ports.notifier import Notifier
from console.ports.offered import offered
from console.ports.source import Source

_CHANNELS: dict[NotificationKind, Callable[[Place], Channel]] = {
    NotificationKind.SLACK: Slack,
    NotificationKind.DISCORD: Discord,
    NotificationKind.WEBHOOK: Webhook,
    NotificationKind.EMAIL: Mail,
    NotificationKind.PAGERDUTY: PagerDuty,
    NotificationKind.JIRA: Jira,
    NotificationKind.LINEAR: Linear,
    NotificationKind.DESKTOP: Desktop,
}


class NotifyConnector:
    """Implements ``console.ports.connector.Connector``; there is nothing to observe on a channel."""

    def __init__(self, options: Notification, channel: Channel) -> None:
        self._options = options
        self._channel = channel

    @property
    def key(self) -> str:
        """Return the connection's key in the estate."""
        return self._options.key

    @property
    def kind(self) -> str:
        """Return ``notify``."""
        return self._options.connector

    def offers(self, port: type[Port]) -> Port | None:
        """Return the channel, when a notifier is asked for."""
        return offered({Notifier: self._channel}, port)

    def sources(self) -> tuple[Source, ...]:
        """Return nothing."""
        return ()

    async def check(self) -> str:
        """Make sure that messages would arrive, without telling anybody anything."""
        return await self._channel.check()

    async def close(self) -> None:
        """Release connections."""
        clients: tuple[HttpClient, ...] = self._channel.clients
        for client in clients:
            await client.close()


def notify_connector(options: Notification, context: BuildContext) -> NotifyConnector:
    """Return the connector of a channel; does no I/O."""
    return NotifyConnector(options, _CHANNELS[options.kind](Place(options, context)))
