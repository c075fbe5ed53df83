"""The analytics' endpoint: GraphQL over POST, with a budget of its own."""

import json
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from console.lab.edge.edge_account import EdgeAccount
from console.lab.outside.cloudflare.api_call import ApiCall, Reply
from console.lab.outside.cloudflare.api_route import Route
from console.lab.outside.cloudflare.rate_meter import RateMeter

if TYPE_CHECKING:
    from console.lab.outside.cloudflare.analytics import Analytics

_MOST_QUERIES = 300


class AnalyticsApi:
    """Refusals have status 200 and `errors`, as at the provider."""

    def __init__(self, account: EdgeAccount, now_s: Callable[[], float]) -> None:
        self._account = account
        self._now_s = now_s
        self._meter = RateMeter(_MOST_QUERIES, now_s)

    def routes(self) -> tuple[Route, ...]:
        """What it answers."""
        return (Route("POST", "graphql", self._query),)

    @cached_property
    def _analytics(self) -> "Analytics":
        from console.lab.outside.cloudflare.analytics import Analytics  # noqa: PLC0415 - graphql, with the first query

        return Analytics(self._account, self._now_s)

    def _query(self, call: ApiCall) -> Reply:
        if self._meter.count():
            return _reply(_error("rate limiter budget depleted, try again after 5 minutes", "budget"))
        body = call.json()
        text, variables = body.get("query"), body.get("variables") or {}
        if not isinstance(text, str) or not isinstance(variables, dict):
            return _reply(_error("the request has no query", "parse"))
        return _reply(self._analytics.answer(text, variables))


def _reply(content: dict[str, Any]) -> Reply:
    return Reply(raw=(json.dumps(content).encode(), "application/json"))


def _error(message: str, code: str) -> dict[str, Any]:
    return {"data": None, "errors": [{"message": message, "path": None, "extensions": {"code": code}}]}
