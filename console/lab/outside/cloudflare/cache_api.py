"""Purging the cache."""

from console.lab.edge.edge_account import EdgeAccount
from console.lab.edge.edge_refusal import EdgeRefusal
from console.lab.outside.cloudflare.api_call import ApiCall, Reply
from console.lab.outside.cloudflare.api_route import Route

_NAMED = ("files", "tags", "prefixes", "hosts")
_MOST_NAMES = 30


class CacheApi:
    """Accepts purges; nothing tells afterwards what was purged, as at the provider."""

    def __init__(self, account: EdgeAccount) -> None:
        self._cache = account.cache

    def routes(self) -> tuple[Route, ...]:
        """What it answers."""
        return (Route("POST", "zones/{zone}/purge_cache", self._purge),)

    def _purge(self, call: ApiCall) -> Reply:
        body = call.json()
        named: dict[str, list[str] | bool] = {}
        for kind in _NAMED:
            if kind in body:
                named[kind] = _names(kind, body[kind])
        if body.get("purge_everything") is True:
            named["purge_everything"] = True
        if len(named) != 1:
            raise EdgeRefusal(
                400, 1012, "Request must contain one of purge_everything, files, tags, hosts or prefixes."
            )
        return Reply({"id": self._cache.purge(named, call.now_s).id})


def _names(kind: str, given: object) -> list[str]:
    if not isinstance(given, list) or not given:
        raise EdgeRefusal(400, 1093, f"{kind} must be a list that is not empty")
    if len(given) > _MOST_NAMES:
        raise EdgeRefusal(400, 1094, f"Exceeded maximum amount of {kind} for a single purge request ({_MOST_NAMES}).")
    return [str(one["url"]) if isinstance(one, dict) and "url" in one else str(one) for one in given]
