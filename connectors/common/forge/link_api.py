"""Requests to a forge whose lists are followed by ``Link`` headers (GitHub, GitLab)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from connectors.common.exchange import Answer, Request
from connectors.common.fault import HttpFault
from connectors.common.forge.refusal_detail import explained
from connectors.common.forge.write_pace import WritePace
from connectors.common.http import HttpClient
from connectors.common.json_answer import decoded
from connectors.common.paging import Listing, by_link, read_all

Shape = TypeVar("Shape")
_LARGEST_PAGE = 100
_NONE: Mapping[str, str | int] = {}


class LinkApi:
    """Answers decoded; ``headers`` go with every request, writes keep to ``pace`` and are never repeated."""

    def __init__(self, client: HttpClient, headers: Mapping[str, str], pace: WritePace) -> None:
        self._client = client
        self._headers = headers
        self._pace = pace

    async def told(
        self, place: str, shape: type[Shape], params: Mapping[str, str | int] = _NONE
    ) -> tuple[Shape, Answer]:
        """Return one object and the answer that brought it, for its headers."""
        answer = await self._client.send(Request("GET", place, params, self._headers))
        return decoded(answer, shape, self._client.peer), answer

    async def one(self, place: str, shape: type[Shape], params: Mapping[str, str | int] = _NONE) -> Shape:
        """Return one object."""
        return (await self.told(place, shape, params))[0]

    async def listing(
        self, place: str, item: type[Shape], most: int, params: Mapping[str, str | int] = _NONE
    ) -> Listing[Shape]:
        """Return up to ``most`` items of a bare list."""
        shape: Any = list[item]  # type: ignore[valid-type]  # the item's type is a value here
        return await self.within(place, shape, lambda page: page, most, params)

    async def within(
        self,
        place: str,
        shape: type[Any],
        items_of: Callable[[Any], Iterable[Shape]],
        most: int,
        params: Mapping[str, str | int] = _NONE,
    ) -> Listing[Shape]:
        """Return up to ``most`` items of a list that is part of each page."""
        request = Request("GET", place, {**params, "per_page": min(_LARGEST_PAGE, most)}, self._headers)
        return await read_all(self._client, request, shape, items_of, by_link(self._client), most_items=most)

    async def write(self, method: str, place: str, body: object = None) -> Answer:
        """Send what changes something; raise ``ConnectorError`` that names the fields which are wrong."""
        async with self._pace.turn():
            try:
                return await self._client.send(Request(method, place, headers=self._headers, json=body))
            except HttpFault as fault:
                raise explained(fault, self._client.peer) from None

    async def created(self, place: str, body: object, shape: type[Shape]) -> Shape:
        """Create something and return it."""
        return decoded(await self.write("POST", place, body), shape, self._client.peer)
