"""Connections that are an address with credentials: alerts, dashboards, cost, the edge, carbon, notifications."""

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from console.domain.severity import Severity
from console.estate.schema.base import EstateModel, Key, SecretReference, Url
from console.estate.schema.connection import BasicAuth, BearerAuth, Connection, Reachable, Tls
from console.kernel.i18n import t


class Alertmanager(Reachable):
    """An Alertmanager."""

    connector: ClassVar[str] = "alertmanager"

    auth: BearerAuth | BasicAuth | None = Field(default=None, discriminator="kind")
    tls: Tls = Tls()
    poll_s: float = Field(default=15.0, ge=1, le=3600)


class Grafana(Reachable):
    """A Grafana; ``folder`` is the uid of the folder for uploaded dashboards (default: the general one)."""

    connector: ClassVar[str] = "grafana"

    auth: BearerAuth | BasicAuth | None = Field(default=None, discriminator="kind")
    tls: Tls = Tls()
    folder: str = Field(default="", pattern=r"^[A-Za-z0-9_-]{0,40}$", description="Uid of a folder.")
    poll_s: float = Field(default=60.0, ge=1, le=3600)


class AuditService(Reachable):
    """A service that runs audits (``POST /audit/trigger/{id}``, live updates on ``/ws/audit-updates``)."""

    connector: ClassVar[str] = "audit_service"

    auth: BearerAuth | None = None
    tls: Tls = Tls()
    poll_s: float = Field(default=15.0, ge=1, le=3600, description="Between two looks while live updates are missing.")


class OpenCost(Reachable):
    """An OpenCost server; ``cluster`` is the cluster whose cost it knows."""

    connector: ClassVar[str] = "opencost"

    cluster: Key | None = None
    auth: BearerAuth | BasicAuth | None = Field(default=None, discriminator="kind")
    tls: Tls = Tls()
    currency: str = Field(
        default="USD", pattern=r"^[A-Z]{3}$", description="Currency of its prices; OpenCost does not tell it."
    )
    window: str = Field(
        default="1d",
        pattern=r"^(today|yesterday|week|lastweek|month|lastmonth|\d{1,4}[mhdw])$",
        description="What is read by default: a word such as today or lastweek, or a duration such as 12h or 7d.",
    )
    poll_s: float = Field(default=300.0, ge=10, le=86400)


class CacheKeysEntry(EstateModel):
    """The value of a KV namespace by which Workers make cache keys: a JSON object of part to pattern."""

    namespace: str = Field(min_length=1, max_length=512, description="Title of the KV namespace.")
    name: str = Field(min_length=1, max_length=512, description="Its key there.")
    agreed: dict[str, str] = Field(
        default_factory=dict,
        description="Pattern that was agreed for each part; named as the cache tags are.",
    )


class CloudflareAccount(Connection):
    """A Cloudflare account, reached with an API token, or with the older pair of e-mail address and global API key."""

    connector: ClassVar[str] = "cloudflare"

    account_id: str = Field(pattern=r"^[0-9a-f]{32}$", description="32 hexadecimal digits, from the dashboard's URL.")
    token: SecretReference | None = None
    email: str = Field(default="", description="Only with api_key.")
    api_key: SecretReference | None = Field(default=None, description="Global API key, only where there is no token.")
    zones: tuple[str, ...] = Field(
        default=(), description="Zone names, e.g. example.org; default all that the token sees."
    )
    url: Url = "https://api.cloudflare.com/client/v4"
    cache_keys: CacheKeysEntry | None = Field(
        default=None, description="Where the key patterns of the cache are written, to find parts that share one."
    )
    price_book: str = Field(default="cloudflare-published", description="Price book for the monthly cost.")
    webhook_secret: SecretReference | None = Field(
        default=None, description="What its webhooks to this computer are signed with."
    )
    poll_s: float = Field(default=60.0, ge=5, le=3600, description="Seconds between two looks at its objects.")
    usage_poll_s: float = Field(default=300.0, ge=60, le=86400, description="Seconds between two looks at its usage.")

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        if (self.token is None) == (self.api_key is None) or (self.api_key is not None) != bool(self.email):
            raise ValueError(t("give either token, or email with api_key."))
        return self


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
    DESKTOP = "desktop"


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
    signing: SecretReference | None = Field(
        default=None, description="Key that signs what a webhook is told (HMAC-SHA256, standardwebhooks.com)."
    )
    tls: Tls = Tls()
    username: str = ""
    smtp: str = Field(default="", description="Mail server as host:port.")
    sender: str = ""
    recipients: tuple[str, ...] = ()
    project: str = Field(default="", description="Jira project or Linear team for issues.")
    severities: tuple[Severity, ...] = (Severity.CRITICAL, Severity.WARNING)
    webhook_secret: SecretReference | None = Field(
        default=None, description="What its webhooks to this computer are signed with."
    )
