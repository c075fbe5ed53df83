"""Cloudflare's answers as far as the console reads them."""

from typing import Any, Generic, TypeVar

import msgspec

Result = TypeVar("Result")


class ApiError(msgspec.Struct):
    """One error of an answer."""

    code: int = 0
    message: str = ""


class ApiErrors(msgspec.Struct):
    """The errors of any answer."""

    errors: list[ApiError] | None = None


class PageMark(msgspec.Struct):
    """Where a page stands in its list; ``cursor`` leads to the next one where pages are not numbered."""

    total_pages: float | None = None
    cursor: str | None = None


class Envelope(msgspec.Struct, Generic[Result]):
    """What every answer is wrapped in."""

    success: bool = True
    errors: list[ApiError] | None = None
    result: Result | None = None
    result_info: PageMark | None = None


class TokenCheck(msgspec.Struct):
    """The state of the API token: active, disabled or expired."""

    status: str
    expires_on: str | None = None


class Named(msgspec.Struct):
    """Anything of which only the name matters."""

    name: str = ""


class ZoneItem(msgspec.Struct):
    """A zone."""

    id: str
    name: str
    status: str | None = None
    paused: bool = False
    plan: Named | None = None
    created_on: str | None = None


class ScriptItem(msgspec.Struct):
    """A Workers script; its id is its name."""

    id: str
    created_on: str | None = None
    modified_on: str | None = None


class ShareItem(msgspec.Struct):
    """A version's part of a deployment."""

    version_id: str
    percentage: float


class DeploymentItem(msgspec.Struct):
    """A deployment of a script."""

    id: str
    created_on: str | None = None
    versions: list[ShareItem] = []


class Deployments(msgspec.Struct):
    """The deployments of a script, newest first."""

    deployments: list[DeploymentItem] = []


class VersionItem(msgspec.Struct):
    """An uploaded version of a script."""

    id: str
    number: float | None = None
    metadata: dict[str, Any] = {}
    annotations: dict[str, str] | None = None


class Versions(msgspec.Struct):
    """A page of versions, newest first."""

    items: list[VersionItem] = []


class Schedule(msgspec.Struct):
    """A cron trigger."""

    cron: str


class Schedules(msgspec.Struct):
    """The cron triggers of a script."""

    schedules: list[Schedule] = []


class NamespaceItem(msgspec.Struct):
    """A KV namespace."""

    id: str
    title: str


class KeyItem(msgspec.Struct):
    """A key of a KV namespace; ``expiration`` is unix seconds."""

    name: str
    expiration: float | None = None
    metadata: Any = None


class DatabaseItem(msgspec.Struct):
    """A D1 database; size and tables only when read by itself."""

    uuid: str
    name: str
    created_at: str | None = None
    file_size: float | None = None
    num_tables: float | None = None


class BucketItem(msgspec.Struct):
    """An R2 bucket."""

    name: str
    creation_date: str | None = None
    location: str | None = None
    storage_class: str | None = None


class Buckets(msgspec.Struct):
    """A page of R2 buckets."""

    buckets: list[BucketItem] = []


class RateLimitPart(msgspec.Struct):
    """What a rule limits; ``requests_per_period`` is absent when it counts a score instead."""

    period: int
    characteristics: list[str] = []
    requests_per_period: int | None = None
    mitigation_timeout: int | None = None


class RuleItem(msgspec.Struct):
    """A rule of a ruleset as far as it is shown."""

    id: str
    action: str = ""
    expression: str = ""
    description: str | None = None
    enabled: bool = True
    ref: str = ""
    ratelimit: RateLimitPart | None = None


class Ruleset(msgspec.Struct):
    """A ruleset; ``rules`` are whole, because changing one sends back all that it consists of."""

    id: str
    version: str
    rules: list[dict[str, Any]] = []


class Steering(msgspec.Struct):
    """Weights of pools by their id."""

    default_weight: float | None = None
    pool_weights: dict[str, float] | None = None


class BalancerItem(msgspec.Struct):
    """A load balancer; pools by their ids."""

    id: str
    name: str
    enabled: bool = True
    proxied: bool = False
    steering_policy: str | None = None
    default_pools: list[str] | None = None
    fallback_pool: str | None = None
    random_steering: Steering | None = None


class OriginItem(msgspec.Struct):
    """A server of a pool."""

    name: str
    address: str = ""
    weight: float = 1.0
    enabled: bool = True


class PoolItem(msgspec.Struct):
    """A pool of origins; without a monitor nobody knows whether it is healthy."""

    id: str
    name: str
    enabled: bool = True
    monitor: str | None = None
    origins: list[OriginItem] | None = None


class PoolHealth(msgspec.Struct):
    """Health by data centre, or of all at once."""

    pop_health: dict[str, Any] | None = None


class GraphQLError(msgspec.Struct):
    """An error of the analytics."""

    message: str = ""
    extensions: dict[str, Any] = {}


class UsageRow(msgspec.Struct):
    """A row of the analytics: numbers by their names, and what they were measured of."""

    sum: dict[str, float | None] = {}
    max: dict[str, float | None] = {}
    quantiles: dict[str, float | None] = {}
    dimensions: dict[str, str | None] = {}
    count: float | None = None


class Viewer(msgspec.Struct):
    """Rows by the alias that they were asked under."""

    accounts: list[dict[str, list[UsageRow]]] = []


class GraphQLFound(msgspec.Struct):
    """The data of an analytics answer."""

    viewer: Viewer | None = None


class GraphQLAnswer(msgspec.Struct):
    """An answer of the analytics."""

    data: GraphQLFound | None = None
    errors: list[GraphQLError] | None = None


class PurgeDone(msgspec.Struct):
    """An accepted purge."""

    id: str = ""
