"""The operating system's own words for why it refused something: it says them in English, whoever reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SYSTEM_WORDS = frozenset(
    {
        "Address already in use",
        "Argument list too long",
        "Bad file descriptor",
        "Broken pipe",
        "Cannot allocate memory",
        "Cannot assign requested address",
        "Connection refused",
        "Connection reset by peer",
        "Connection timed out",
        "Device or resource busy",
        "Directory not empty",
        "Disk quota exceeded",
        "Exec format error",
        "File exists",
        "File name too long",
        "File too large",
        "Input/output error",
        "Invalid argument",
        "Invalid cross-device link",
        "Is a directory",
        "Network is unreachable",
        "No route to host",
        "No space left on device",
        "No such device or address",
        "No such file or directory",
        "Not a directory",
        "Operation not permitted",
        "Permission denied",
        "Read-only file system",
        "Resource temporarily unavailable",
        "Stale file handle",
        "Text file busy",
        "Too many levels of symbolic links",
        "Too many open files",
        "Too many open files in system",
    }
)
"""What Linux and macOS say (``strerror``); other words stay as they are."""


def in_own_words(values: Mapping[str, object], texts: Mapping[str, str]) -> dict[str, object]:
    """Return the values of a sentence, those that are words of the system as ``texts`` of the reader's language."""
    return {
        name: texts.get(one, one) if isinstance(one, str) and one in SYSTEM_WORDS else one
        for name, one in values.items()
    }
