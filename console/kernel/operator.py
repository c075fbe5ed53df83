"""Who acts: the person at this computer, as the operating system knows them."""

from __future__ import annotations

import getpass
import socket


def operator() -> str:
    """Return ``user@host``; a part that the system does not know is ``unknown``."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user in the system's table (containers)
        user = "unknown"
    return f"{user}@{socket.gethostname() or 'unknown'}"
