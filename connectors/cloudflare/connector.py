"""One Cloudflare account of the estate."""

from connectors.cloudflare.api import CloudflareApi
from connectors.cloudflare.balancer_reader import BalancerReader
from connectors.cloudflare.cache_key_reader import CacheKeyReader
from connectors.cloudflare.inspection import inspect
from connectors.cloudflare.operations.purge_cache import CachePurge
from connectors.cloudflare.operations.put_kv_value import KvValue
from connectors.cloudflare.operations.set_pool_weights import PoolWeights
from connectors.cloudflare.operations.set_rate_limit import RateLimitRule
from connectors.cloudflare.operations.set_worker_percentages import WorkerPercentages
from connectors.cloudflare.operations.version_matrix import VersionMatrix
from connectors.cloudflare.rate_limit_reader import RateLimitReader
from connectors.cloudflare.store_reader import StoreReader
from connectors.cloudflare.usage_reader import UsageReader
from connectors.cloudflare.worker_reader import WorkerReader
from connectors.cloudflare.zone_directory import ZoneDirectory
from connectors.common.base_connector import BaseConnector
from connectors.common.connection_health import ConnectionHealth
from connectors.common.credentials import Credentials, Secrets
from connectors.common.endpoint_of import endpoint_of
from connectors.common.http import HttpClient
from connectors.common.operation_desk import OperationDesk
from connectors.common.peer import Peer
from connectors.common.poll_source import PollSource, Read
from connectors.registry import BuildContext
from console.domain.operations.purge_cache import PurgeCache
from console.domain.operations.put_kv_value import PutKvValue
from console.domain.operations.set_pool_weights import SetPoolWeights
from console.domain.operations.set_rate_limit import SetRateLimit
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.estate.schema.service_connection import CloudflareAccount
from console.kernel.i18n import t
from console.ports.change_executor import ChangeExecutor


def cloudflare_connector(options: CloudflareAccount, context: BuildContext) -> BaseConnector:
    """Return the connector of an account; building it does no I/O."""
    client = _client(options, context)
    api = CloudflareApi(client, options.account_id, context.clock)
    zones = ZoneDirectory(api, options.key, options.zones, context.clock)
    stores = StoreReader(api, options.key)
    objects: dict[str, Read] = {
        "zones": zones.read,
        "edge-workers": WorkerReader(api, options.key, context.clock).read,
        "edge-stores": stores.read,
        "rate-limits": RateLimitReader(api, options.key, zones).read,
        "load-balancers": BalancerReader(api, options.key, zones).read,
    }
    if options.cache_keys is not None:
        objects["edge-cache-keys"] = CacheKeyReader(api, options.key, options.cache_keys).read
    intervals_s = dict.fromkeys(objects, options.poll_s) | {"edge-usage": options.usage_poll_s}
    reads = {**objects, "edge-usage": UsageReader(api, options.key, stores, context.clock).read}
    health = ConnectionHealth(options.key, "cloudflare", context.clock)
    return BaseConnector(
        options,
        (client,),
        lambda: inspect(api, context.clock, has_token=options.token is not None),
        ports={ChangeExecutor: _desk(api, zones, _matrix(options, context))},
        sources=tuple(
            PollSource(
                options.key,
                topic,
                read,
                health=health,
                clock=context.clock,
                poll_s=intervals_s[topic] * context.poll_factor,
            )
            for topic, read in reads.items()
        ),
    )


def _client(options: CloudflareAccount, context: BuildContext) -> HttpClient:
    name = t("the Cloudflare account {name}", name=options.title or options.key)
    option = "token" if options.token is not None else "api_key"
    peer = Peer(name, options.url, auth_hint=t("{option} of the connection {key}", option=option, key=options.key))
    credentials = Credentials(context.runtime, context.vault, name, option, lambda secrets: _headers(options, secrets))
    return HttpClient(endpoint_of(options.url, context), peer, credentials, context.clock)


def _headers(options: CloudflareAccount, secrets: Secrets) -> dict[str, str]:
    if options.token is not None:
        return {"authorization": secrets.bearer(options.token)}
    assert options.api_key is not None, "the estate's model has one or the other"
    return {"x-auth-email": options.email, "x-auth-key": secrets.text(options.api_key)}


def _matrix(options: CloudflareAccount, context: BuildContext) -> VersionMatrix:
    models = context.estate.models if context.estate is not None else ()
    return VersionMatrix(tuple(one for one in models if one.account == options.key))


def _desk(api: CloudflareApi, zones: ZoneDirectory, matrix: VersionMatrix) -> OperationDesk:
    return OperationDesk(
        {
            SetWorkerPercentages: WorkerPercentages(api, matrix),
            SetRateLimit: RateLimitRule(api, zones),
            SetPoolWeights: PoolWeights(api, zones),
            PurgeCache: CachePurge(api, zones),
            PutKvValue: KvValue(api),
        }
    )
