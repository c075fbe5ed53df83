"""Files that are there under another name too: symbolic links."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from console.audits.repository.blob_text import blob_texts
from console.audits.repository.tracked_file import LINK_MODE

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_MOST_STEPS, _LONGEST = 4, 4096  # no system follows a longer one, and it may be as long as any content


def file_behind(checkout: Checkout, path: str) -> str:
    """Return the file of the repository that a path leads to: itself, unless it is a link to another."""
    links = checkout.once("links", lambda: _links(checkout))
    for _ in range(_MOST_STEPS):
        if path not in links:
            break
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), links[path].strip()))
    return path


def _links(checkout: Checkout) -> dict[str, str]:
    links = (one for one in checkout.tracked if one.mode == LINK_MODE and one.size <= _LONGEST)
    found = {one.path: one.object_id for one in links}
    texts = dict(blob_texts(checkout.repository, found.values())) if found else {}
    return {path: texts[object_id] for path, object_id in found.items()}
