"""Where a webhook delivers, as it may be shown: who knows the whole address can deliver there."""

from __future__ import annotations

import re

from console.kernel.redact import MASK

_PARTS = re.compile(
    r"([a-z][a-z0-9+.-]*)://(?:[^/?#]*@)?(\[[0-9a-f:.]+\]|[^/?#:@\[\]]*)(?::(\d{0,5}))?(/[^?#]*)?([?#].*)?", re.I | re.S
)
_TOKEN = re.compile(r"(?=[^/]*[0-9A-Z])[A-Za-z0-9_.~%-]{16,}")


def shown_address(url: str) -> str:
    """Return an address without what nobody can guess: user and password, parts that are long and random, the query."""
    parts = _PARTS.fullmatch(url)
    if parts is None:
        return MASK
    scheme, place, port, path, rest = (one or "" for one in parts.groups())
    shown = "/".join(MASK if _TOKEN.fullmatch(part) else part for part in path.split("/"))
    return f"{scheme.lower()}://{place.lower()}{f':{port}' if port else ''}{shown}" + (f"?{MASK}" if rest else "")
