"""Cloudflare's REST API: envelopes, pages, cursors and errors."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from connectors.cloudflare.api_fault import analytics_fault, answered_fault, api_fault
from connectors.cloudflare.call_budget import CallBudget
from connectors.cloudflare.wire import Envelope, GraphQLAnswer, UsageRow
from connectors.common.exchange import Answer, Request
from connectors.common.fault import HttpFault, wrong_body
from connectors.common.http import HttpClient
from connectors.common.json_answer import decoded
from connectors.common.paging import MOST_ITEMS, Follow, Listing, by_cursor, by_page, read_all
from console.kernel.clock import Clock
from console.kernel.i18n import t

Shape = TypeVar("Shape")
Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

PERIOD_S = 300.0
MOST_CALLS = 1000
MOST_QUERIES = 250
_PAGE = 50


class CloudflareApi:
    """One account's API; every failure is a ``ConnectorError``, refused requests an ``HttpFault`` with the status."""

    def __init__(self, client: HttpClient, account: str, clock: Clock) -> None:
        self._client = client
        self._calls = CallBudget("Cloudflare", MOST_CALLS, PERIOD_S, clock)
        self._queries = CallBudget("Cloudflare analytics", MOST_QUERIES, PERIOD_S, clock)
        self.account = account
        self.root = f"accounts/{account}"
        self.place = client.peer.place

    async def one(self, path: str, shape: type[Shape], params: Mapping[str, str | int] | None = None) -> Shape:
        """Return the ``result`` of a GET."""
        found: Shape = await self._result(Request("GET", path, params or {}), shape)
        return found

    async def write(self, method: str, path: str, body: object, shape: type[Shape]) -> Shape:
        """Return the ``result`` of a request with a JSON body; sending it twice must do no harm."""
        found: Shape = await self._result(Request(method, path, json=body, idempotent=True), shape)
        return found

    async def change(self, method: str, path: str, body: object = None) -> None:
        """Send a change once; of the answer only counts whether it was done, because some have no result."""
        self._calls.spend()
        answer = await self._told(lambda: self._client.send(Request(method, path, json=body, idempotent=False)))
        if answer.body:
            self._done(decoded(answer, Envelope[Any], self._client.peer))

    async def raw(self, request: Request) -> Answer:
        """Return an answer that is not wrapped (a KV value), or whose result does not matter."""
        self._calls.spend()
        return await self._told(lambda: self._client.send(request))

    async def numbered(
        self, path: str, item: type[Item], params: Mapping[str, str | int] | None = None
    ) -> Listing[Item]:
        """Return all items of a list with numbered pages, up to the usual bounds."""
        request = Request("GET", path, {"page": 1, "per_page": _PAGE, **(params or {})})
        follow = by_page(lambda page: len(page.result or ()), _PAGE, _pages_of)
        return await self._listed(request, list[item], list, follow)  # type: ignore[valid-type]

    async def whole(self, path: str, item: type[Item]) -> tuple[Item, ...]:
        """Return all items of a list that the provider sends at once."""
        return tuple(await self._result(Request("GET", path), list[item]))  # type: ignore[valid-type]

    async def chained(
        self,
        path: str,
        shape: type[Shape],
        items_of: Callable[[Shape], Iterable[Item]],
        params: Mapping[str, str | int],
        most_items: int = MOST_ITEMS,
    ) -> Listing[Item]:
        """Return the items of a list whose pages name the next one by a cursor; ``shape`` is a page's result."""
        follow = by_cursor(lambda page: page.result_info.cursor if page.result_info else None)
        return await self._listed(Request("GET", path, params), shape, items_of, follow, most_items)

    async def query(self, text: str, variables: Mapping[str, object]) -> Mapping[str, Sequence[UsageRow]]:
        """Return the analytics rows of the account by alias; asking costs of two budgets."""
        self._queries.spend()
        request = Request("POST", "graphql", json={"query": text, "variables": variables}, idempotent=True)
        answer = decoded(await self._told(lambda: self._client.send(request)), GraphQLAnswer, self._client.peer)
        if answer.errors:
            raise analytics_fault(answer.errors, self._client.peer)
        if answer.data is None or answer.data.viewer is None or not answer.data.viewer.accounts:
            raise wrong_body(self._client.peer, t("the account is missing in it"))
        return answer.data.viewer.accounts[0]

    async def _listed(
        self,
        request: Request,
        shape: Any,
        items_of: Callable[[Any], Iterable[Item]],
        follow: Follow,
        most_items: int = MOST_ITEMS,
    ) -> Listing[Item]:
        def items(page: Envelope[Any]) -> Iterable[Item]:
            self._calls.spend()
            return items_of(self._opened(page))

        page: type[Envelope[Any]] = Envelope[shape]
        return await self._told(lambda: read_all(self._client, request, page, items, follow, most_items=most_items))

    async def _result(self, request: Request, shape: Any) -> Any:
        self._calls.spend()
        answer = await self._told(lambda: self._client.send(request))
        return self._opened(decoded(answer, Envelope[shape], self._client.peer))

    def _done(self, envelope: Envelope[Any]) -> None:
        if not envelope.success:
            raise answered_fault(envelope.errors or (), self._client.peer)

    def _opened(self, envelope: Envelope[Any]) -> Any:
        self._done(envelope)
        if envelope.result is None:
            raise wrong_body(self._client.peer, t("its result is missing"))
        return envelope.result

    async def _told(self, ask: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Do what asks, and put Cloudflare's own words into what is refused."""
        try:
            return await ask()
        except HttpFault as fault:
            raise api_fault(fault, self._client.peer) from None


def _pages_of(page: Envelope[Any]) -> int | None:
    total = page.result_info.total_pages if page.result_info else None
    return None if total is None else int(total)
