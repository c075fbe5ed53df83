"""Requests to Bitbucket's REST API 2.0."""

from collections.abc import Mapping
from typing import Any, TypeVar

from connectors.bitbucket.wire import Page
from connectors.common.exchange import Answer, Request
from connectors.common.fault import HttpFault
from connectors.common.forge.refusal_detail import explained
from connectors.common.forge.repository_part import repository_parts
from connectors.common.http import HttpClient
from connectors.common.json_answer import decoded
from connectors.common.paging import by_next_url, read_all

Shape = TypeVar("Shape")
_EXAMPLE = "workspace/repository"
_MOST_PAGE = 100
_NONE: Mapping[str, str] = {}


def place_of(path: str, *rest: str) -> str:
    """Return the address below the API's root of something of a repository; ``rest`` must be escaped."""
    workspace, name = repository_parts(path, _EXAMPLE)
    return "/".join(("repositories", workspace, name, *rest))


class BitbucketApi:
    """Answers decoded; lists are followed by their opaque ``next`` within the same origin."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    async def one(self, place: str, shape: type[Shape]) -> Shape:
        """Return one object."""
        return await self._client.read(Request("GET", place), shape)

    async def listing(
        self, place: str, item: type[Shape], most: int, params: Mapping[str, str] = _NONE, page: int = _MOST_PAGE
    ) -> tuple[tuple[Shape, ...], bool]:
        """Return up to ``most`` items and whether there are more; ``page`` is the largest page of that list."""
        request = Request("GET", place, {"pagelen": max(10, min(page, most)), **params})
        shape: Any = Page[item]  # type: ignore[valid-type]  # the item's type is a value here
        listing = await read_all(
            self._client,
            request,
            shape,
            lambda found: found.values,
            by_next_url(self._client, lambda found: found.next),
            most_items=most,
        )
        return listing.items, listing.cut

    async def told(self, place: str, shape: type[Shape]) -> tuple[Shape, Answer]:
        """Return one object and the answer that brought it, for its headers."""
        answer = await self._client.get(place)
        return decoded(answer, shape, self._client.peer), answer

    async def text(self, place: str) -> bytes:
        """Return a file of a repository."""
        return (await self._client.send(Request("GET", place, headers={"accept": "*/*"}))).body

    async def write(self, method: str, place: str, body: object = None) -> Answer:
        """Send what changes something; it is not repeated when its answer is lost."""
        try:
            return await self._client.send(Request(method, place, json=body))
        except HttpFault as fault:
            raise explained(fault, self._client.peer) from None

    async def created(self, place: str, body: object, shape: type[Shape]) -> Shape:
        """Create something and return it."""
        return decoded(await self.write("POST", place, body), shape, self._client.peer)
