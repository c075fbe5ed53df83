"""Connections that are an address with credentials: Alertmanager, OpenCost, Cloudflare, carbon, notifications."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from console.estate.schema.base import Key, SecretReference, Url
from console.estate.schema.connection import BasicAuth, BearerAuth, Connection, Tls


class Alertmanager(Connection):
    """An Alertmanager."""

    connector: ClassVar[str] = "alertmanager"

    url: Url
    auth: BearerAuth | BasicAuth | None = Field(default=None, discriminator="kind")
    tls: Tls = Tls()
    poll_s: float = Field(default=15.0, ge=1, le=3600)


class OpenCost(Connection):
    """An OpenCost server; ``cluster`` is the cluster whose cost it knows."""

    connector: ClassVar[str] = "opencost"

    url: Url
    cluster: Key | None = None
    auth: BearerAuth | BasicAuth | None = Field(default=None, discriminator="kind")
    tls: Tls = Tls()


class CloudflareAccount(Connection):
    """A Cloudflare account, reached with an API token."""

    connector: ClassVar[str] = "cloudflare"

    account_id: str = Field(pattern=r"^[0-9a-f]{32}$", description="32 hexadecimal digits, from the dashboard's URL.")
    token: SecretReference
    zones: tuple[str, ...] = Field(
        default=(), description="Zone names, e.g. example.org; default all that the token sees."
    )
    url: Url = "https://api.cloudflare.com/client/v4"
    price_book: str = Field(default="cloudflare-published", description="Price book for the monthly cost.")


class CarbonProvider(StrEnum):
    """Who publishes the carbon intensity of electricity."""

    UK = "uk"
    ELECTRICITY_MAPS = "electricity-maps"
    WATTTIME = "watttime"
    CARBON_AWARE_SDK = "carbon-aware-sdk"
    FIXED = "fixed"


class CarbonSource(Connection):
    """Carbon intensity by grid zone; ``fixed`` states it in gCO2/kWh for zones that nobody publishes."""

    connector: ClassVar[str] = "carbon"

    provider: CarbonProvider
    url: Url | None = Field(default=None, description="Address; default the provider's public one.")
    token: SecretReference | None = None
    username: str = Field(default="", description="Only for watttime.")
    zones: dict[str, str] = Field(default_factory=dict, description="The provider's name of each zone.")
    fixed: dict[str, float] = Field(default_factory=dict, description="gCO2/kWh by zone, for provider fixed.")
    poll_s: float = Field(default=900.0, ge=60, le=86400)


class NotificationKind(StrEnum):
    """Where messages and tickets go."""

    SLACK = "slack"
    DISCORD = "discord"
    WEBHOOK = "webhook"
    EMAIL = "email"
    PAGERDUTY = "pagerduty"
    JIRA = "jira"
    LINEAR = "linear"


class Severity(StrEnum):
    """How bad."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class Notification(Connection):
    """A channel. A webhook's whole address is a secret, so it is a reference (``secret``) like tokens and passwords."""

    connector: ClassVar[str] = "notify"

    kind: NotificationKind
    secret: SecretReference | None = Field(
        default=None, description="Webhook address, routing key, API token or password."
    )
    url: Url | None = Field(
        default=None, description="Server address where it is not part of the secret (Jira, own servers)."
    )
    username: str = ""
    smtp: str = Field(default="", description="Mail server as host:port.")
    sender: str = ""
    recipients: tuple[str, ...] = ()
    project: str = Field(default="", description="Jira project or Linear team for issues.")
    severities: tuple[Severity, ...] = (Severity.CRITICAL, Severity.WARNING)
