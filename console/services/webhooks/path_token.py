"""The part of the listener's address that nobody can guess."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from console.kernel.paths import write_private
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from console.kernel.paths import Paths

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")


def path_token(paths: Paths) -> str:
    """Return the token of a profile, made with the first use and kept, because senders keep the address. Blocks."""
    file = paths.state / "webhook-token"
    try:
        known = read_regular(file, 1000).decode("ascii", "replace").strip()
    except OSError:
        known = ""
    if _TOKEN.fullmatch(known):
        return known
    token = secrets.token_urlsafe(24)
    write_private(file, token + "\n")
    return token
