"""Reading lists page by page, in the ways of the servers, bounded."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeAlias, TypeVar

from connectors.common.address import told_address
from connectors.common.exchange import Answer, Request
from connectors.common.fault import wrong_body
from connectors.common.http import HttpClient
from connectors.common.json_answer import decoded
from console.kernel.i18n import t

Page = TypeVar("Page")
Item = TypeVar("Item")
Follow: TypeAlias = Callable[[Request, Answer, Any], Request | None]
"""Returns the request for the page after an answer (given as it came and decoded), ``None`` after the last one."""

MOST_PAGES = 50
MOST_ITEMS = 5000
_LINK = re.compile(r'<([^<>]{1,4000})>((?:\s*;\s*[\w*]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)')
_NEXT = re.compile(r';\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s[^"]*)?"?(?:\s*;|\s*$)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """What was read of a list; ``cut`` when there was more than the bounds allow."""

    items: tuple[Item, ...]
    cut: bool = False


async def read_all(
    client: HttpClient,
    request: Request,
    shape: type[Page],
    items_of: Callable[[Page], Iterable[Item]],
    follow: Follow,
    *,
    most_pages: int = MOST_PAGES,
    most_items: int = MOST_ITEMS,
) -> Listing[Item]:
    """Return the items of all pages up to the bounds; raise ``ConnectorError``. A page is decoded as ``shape``.

    Example: ``await read_all(client, Request("GET", "repos/o/r/actions/runs", {"per_page": 100}), Runs,
    lambda page: page.workflow_runs, by_link(client))``
    """
    items: list[Item] = []
    number = 0
    async for page, is_last in pages(client, request, shape, follow):
        items.extend(items_of(page))
        number += 1
        if len(items) > most_items or (not is_last and (len(items) == most_items or number == most_pages)):
            return Listing(tuple(items[:most_items]), cut=True)
    return Listing(tuple(items))


async def pages(
    client: HttpClient, request: Request, shape: type[Page], follow: Follow
) -> AsyncIterator[tuple[Page, bool]]:
    """Yield each page, decoded, and whether it is the last; the caller stops when it has enough."""
    seen: set[str] = set()
    following: Request | None = request
    while following is not None:
        place = f"{following.path} {sorted(following.params.items())} {following.json}"
        if place in seen:
            raise wrong_body(client.peer, t("its pages follow one another in a circle"))
        seen.add(place)
        answer = await client.send(following)
        page = decoded(answer, shape, client.peer)
        following = follow(following, answer, page)
        yield page, following is None


def by_link(client: HttpClient) -> Follow:
    """Follow the ``Link`` header's ``next`` (GitHub, GitLab), within the same origin only."""

    def follow(request: Request, answer: Answer, _page: object) -> Request | None:
        for url, attributes in _LINK.findall(answer.headers.get("link", "")):
            if _NEXT.search(attributes):
                return _at(client, request, url)
        return None

    return follow


def by_next_url(client: HttpClient, url_of: Callable[[Any], str | None]) -> Follow:
    """Follow the address of the next page that a page contains (Bitbucket), within the same origin only."""

    def follow(request: Request, _answer: Answer, page: object) -> Request | None:
        url = url_of(page)
        return _at(client, request, url) if url else None

    return follow


def by_page(count_of: Callable[[Any], int], size: int, pages_of: Callable[[Any], int | None] | None = None) -> Follow:
    """Count ``page`` up from 1, ``size`` items each (Cloudflare), until a page is short or ``pages_of`` says so."""

    def follow(request: Request, _answer: Answer, page: object) -> Request | None:
        number = int(str(request.params.get("page", 1)))
        total = pages_of(page) if pages_of is not None else None
        is_last = count_of(page) < size if total is None else number >= total
        return None if is_last else _with(request, {"page": number + 1, "per_page": size})

    return follow


def by_cursor(cursor_of: Callable[[Any], str | None], parameter: str = "cursor") -> Follow:
    """Hand the cursor of a page back as a parameter (Cloudflare, Jira, PagerDuty, Slack) until there is none."""

    def follow(request: Request, _answer: Answer, page: object) -> Request | None:
        cursor = cursor_of(page)
        return _with(request, {parameter: cursor}) if cursor else None

    return follow


def by_header(header: str = "x-ms-continuationtoken", parameter: str = "continuationToken") -> Follow:
    """Hand a header of the answer back as a parameter (Azure DevOps) until there is none."""

    def follow(request: Request, answer: Answer, _page: object) -> Request | None:
        token = answer.headers.get(header, "")
        return _with(request, {parameter: token}) if token else None

    return follow


def by_skip(count_of: Callable[[Any], int], size: int, top: str = "$top", skip: str = "$skip") -> Follow:
    """Skip what was read (Azure DevOps: ``$top``/``$skip``, PagerDuty: ``limit``/``offset``) until a page is short."""

    def follow(request: Request, _answer: Answer, page: object) -> Request | None:
        if count_of(page) < size:
            return None
        return _with(request, {top: size, skip: int(str(request.params.get(skip, 0))) + size})

    return follow


def _with(request: Request, parameters: Mapping[str, str | int]) -> Request:
    return replace(request, params={**request.params, **parameters})


def _at(client: HttpClient, request: Request, url: str) -> Request:
    """Return the same request for another address; the client refuses one of another origin."""
    return replace(request, path=told_address(client.endpoint.url, url, client.peer), params={})
