"""Channels to people: Slack, Discord, webhooks, e-mail, PagerDuty, Jira, Linear, the desktop."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.service_connection import Notification
from console.ports.connector import Connector


def _build(options: Notification, context: BuildContext) -> Connector:
    from connectors.notify.connector import notify_connector  # noqa: PLC0415 - when the first channel is used

    return notify_connector(options, context)


CONNECTORS.add(ConnectorKind(key="notify", title="Notifications", options=Notification, build=_build))
