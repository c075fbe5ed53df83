"""The lab's Cloudflare: a loopback server in front of the world's edge account."""

import secrets

from console.lab.edge.edge_seed import CACHE_KEYS, CONFIG, GOOD_KEYS
from console.lab.lab_folder import MODEL_FOLDER
from console.lab.loopback.loopback_site import LoopbackSite
from console.lab.outside.cloudflare.account_api import AccountApi
from console.lab.outside.cloudflare.analytics_api import AnalyticsApi
from console.lab.outside.cloudflare.api_site import ROOT, ApiSite
from console.lab.outside.cloudflare.balancer_api import BalancerApi
from console.lab.outside.cloudflare.cache_api import CacheApi
from console.lab.outside.cloudflare.rule_api import RuleApi
from console.lab.outside.cloudflare.store_api import StoreApi
from console.lab.outside.cloudflare.worker_api import WorkerApi
from console.lab.outside.lab_server import Sections, ServerContext
from console.lab.simulator.edge_catalogue import RANKER, ZONE

ACCOUNT, ROUTER = "lab-cloudflare", "edge-balancer"
EMAIL = "operator@newsletter.example"
_COMPATIBILITY = [
    {"versions": "v1.4.x", "works_with": ["v1.4.x"]},
    {"versions": "v1.5.x", "works_with": ["v1.5.x"]},
    {
        "versions": "v1.5.x",
        "works_with": ["v1.4.2"],
        "invalidate_cache": True,
        "migration": "scripts/ranker-1.5.sh",
    },
]
_NAME = "cloudflare"
_POLL_S, _USAGE_POLL_S = 15.0, 60.0


class CloudflareServer:
    """Implements ``LabServer``."""

    def __init__(self, context: ServerContext) -> None:
        self._context = context
        self._token = secrets.token_urlsafe(30)
        edge, now_s = context.world.edge, context.now_s
        parts = (
            AccountApi(edge, now_s()),
            WorkerApi(edge),
            StoreApi(edge),
            RuleApi(edge),
            BalancerApi(context.world),
            CacheApi(edge),
            AnalyticsApi(edge, now_s),
        )
        routes = [route for part in parts for route in part.routes()]
        ids = frozenset((edge.id, edge.zone_id))
        self._api = ApiSite(self._token, EMAIL, ids, routes, now_s, lambda: context.world.faults.is_api_crowded)
        self._site = LoopbackSite("the lab's Cloudflare", self._api.guard, self._api.answer)

    async def start(self) -> None:
        """Listen."""
        self._context.folder.token_file(_NAME, self._token)
        await self._site.start()

    async def stop(self) -> None:
        """Stop listening."""
        await self._site.stop()

    def estate(self) -> Sections:
        """Return the account, its load balancer as a router of cells, and the edge model that it runs."""
        edge = self._context.world.edge
        token = self._context.folder.sub_folder("tokens") / _NAME
        account = {
            "key": ACCOUNT,
            "title": "Lab Cloudflare",
            "account_id": edge.id,
            "token": f"file:{token}",
            "zones": [ZONE],
            "cache_keys": {"namespace": CONFIG, "name": CACHE_KEYS, "agreed": GOOD_KEYS},
            "url": f"{self._site.url}{ROOT.rstrip('/')}",
            "poll_s": _POLL_S,
            "usage_poll_s": _USAGE_POLL_S,
        }
        router = {
            "kind": "cloudflare",
            "key": ROUTER,
            "title": "Edge load balancer",
            "account": ACCOUNT,
            "zone": ZONE,
            "name": edge.balancer.content["name"],
            "destinations": [
                {"cell": pool["name"], "destination": pool["name"]} for pool in edge.balancer.pools.values()
            ],
        }
        versions = edge.scripts[RANKER].versions
        model = {
            "key": "ranker",
            "title": "Edge ranker",
            "account": ACCOUNT,
            "worker": RANKER,
            "canary": versions[1].tag,
            "current": versions[2].tag,
            "previous": versions[3].tag,
            "compatibility": _COMPATIBILITY,
            "documents": [f"{MODEL_FOLDER}/*.json"],
        }
        routers = [router] if edge.balancer.pools else []
        return {"cloudflare": [account], "routers": routers, "models": [model]}
