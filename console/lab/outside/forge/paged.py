"""Pages of a list with ``Link`` headers, as GitHub and GitLab give them."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from console.lab.outside.forge.api_call import ApiCall, ApiReply

_MOST = 100


def paged(
    call: ApiCall,
    root: str,
    items: Sequence[Any],
    shape: Callable[[Any], Any],
    *,
    usual: int = 30,
    within: Callable[[list[Any], int], Any] | None = None,
) -> ApiReply:
    """Return one page; ``shape`` makes JSON of an item, ``within`` puts the page and the total into an object."""
    size = call.number("per_page", usual, _MOST)
    page = call.number("page", 1, 10_000)
    last = max(1, -(-len(items) // size))
    shown = [shape(item) for item in items[(page - 1) * size : page * size]]
    numbers = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    wanted = [name for name in numbers if _leads_on(name, page, last)]
    links = ", ".join(f'<{_url(call, root, numbers[name])}>; rel="{name}"' for name in wanted)
    value = within(shown, len(items)) if within is not None else shown
    headers = {"X-Total": str(len(items)), "X-Page": str(page), "X-Per-Page": str(size)} if within is None else {}
    return ApiReply(value, headers={**headers, **({"Link": links} if links else {})})


def _leads_on(name: str, page: int, last: int) -> bool:
    return page > 1 if name in {"first", "prev"} else page < last


def _url(call: ApiCall, root: str, page: int) -> str:
    query = {**call.request.query, "page": str(page)}
    return f"{root}{call.request.raw_path.partition('?')[0]}?{urlencode(query)}"
