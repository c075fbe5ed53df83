"""Requests to Azure DevOps' REST API, decoded."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from connectors.azure_devops.client import AzureClient
from connectors.azure_devops.wire import Answered
from connectors.common.exchange import Request
from connectors.common.forge.repository_part import repository_parts
from connectors.common.json_answer import decoded
from connectors.common.paging import Follow, by_header, by_skip, read_all

Shape = TypeVar("Shape")
Params: TypeAlias = Mapping[str, str | int]
_EXAMPLE = "project/repository"
_NONE: Params = {}
_PATCH = {"content-type": "application/json-patch+json"}
PAGE = 100


def project_of(path: str) -> str:
    """Return the project of a repository's path, escaped."""
    return repository_parts(path, _EXAMPLE)[0]


def place_of(path: str, *rest: str) -> str:
    """Return the address of something of a repository below the organization; ``rest`` must be escaped."""
    project, name = repository_parts(path, _EXAMPLE)
    return "/".join((project, "_apis", "git", "repositories", name, *rest))


class AzureApi:
    """Lists come wrapped, and go on by a token in a header or by skipping."""

    def __init__(self, client: AzureClient) -> None:
        self._client = client

    @property
    def version(self) -> str:
        """Return the version of the API that is spoken."""
        return self._client.version

    async def one(self, place: str, shape: type[Shape], params: Params = _NONE) -> Shape:
        """Return one object."""
        return await self._client.read(Request("GET", place, dict(params)), shape)

    async def all(self, place: str, item: type[Shape], params: Params = _NONE) -> tuple[Shape, ...]:
        """Return a list that comes whole."""
        shape: Any = Answered[item]  # type: ignore[valid-type]  # the item's type is a value here
        found: Sequence[Shape] = (await self.one(place, shape, params)).value
        return tuple(found)

    async def by_token(self, place: str, item: type[Shape], most: int, params: Params = _NONE) -> tuple[Shape, ...]:
        """Return up to ``most`` of a list whose pages follow by a token in a header."""
        return await self._pages(place, item, most, {"$top": min(PAGE, most), **params}, by_header())

    async def by_skip(
        self, place: str, item: type[Shape], most: int, params: Params, word: str = "$"
    ) -> tuple[Shape, ...]:
        """Return up to ``most`` of a list whose pages are asked for by number; ``word`` precedes top and skip."""
        size = min(PAGE, most)
        follow = by_skip(lambda page: len(page.value), size, f"{word}top", f"{word}skip")
        return await self._pages(place, item, most, {**params, f"{word}top": size}, follow)

    async def _pages(
        self, place: str, item: type[Shape], most: int, params: Params, follow: Follow
    ) -> tuple[Shape, ...]:
        shape: Any = Answered[item]  # type: ignore[valid-type]
        request = Request("GET", place, dict(params))
        listing = await read_all(self._client, request, shape, lambda page: page.value, follow, most_items=most)
        return listing.items

    async def asked(self, place: str, question: object, shape: type[Shape], params: Params = _NONE) -> Shape:
        """Return the answer to a question that is sent as a body and changes nothing."""
        return await self._client.read(Request("POST", place, dict(params), json=question, idempotent=True), shape)

    async def created(self, place: str, body: object, shape: type[Shape]) -> Shape:
        """Create something and return it; not repeated when the answer is lost."""
        return decoded(await self._client.send(Request("POST", place, json=body)), shape, self._client.peer)

    async def changed(self, place: str, fields: Mapping[str, str]) -> None:
        """Change some fields of something."""
        await self._client.send(Request("PATCH", place, json=dict(fields)))

    async def patched(self, method: str, place: str, fields: Mapping[str, str], shape: type[Shape]) -> Shape:
        """Create or change a work item by a JSON patch of its fields."""
        patch = [{"op": "add", "path": f"/fields/{name}", "value": value} for name, value in fields.items()]
        answer = await self._client.send(Request(method, place, json=patch, headers=_PATCH))
        return decoded(answer, shape, self._client.peer)

    async def delete(self, place: str) -> None:
        """Delete something."""
        await self._client.send(Request("DELETE", place))
