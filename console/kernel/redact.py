"""Redaction: the one ``scrub`` that every sink passes text through."""

from __future__ import annotations

import re
import threading
from functools import cache

MASK = "•••"
_MIN_SECRET = 6  # shorter strings would mask ordinary words everywhere

_lock = threading.Lock()
_known: set[str] = set()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compiled with the first text, because the first painted window needs none."""
    return (
        re.compile(r"(?i)(\bauthorization\b\"?\s*[:=]\s*\"?(?:bearer|basic|token)\s+)[^\s\"',;]+"),
        re.compile(r"(?i)(\bbearer\s+)[A-Za-z0-9._~+/=-]{6,}"),
        re.compile(
            r"(?i)(\b(?:password|passwd|secret|token|api[_-]?key|client[_-]?secret)\b\"?\s*[:=]\s*\"?)"
            r"(?!(?:keyring|env|file):|null\b)[^\s\"',;&]{3,}"
        ),
        re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+(?=@)"),
        re.compile(
            r"()\b(?:gh[pousr]_[A-Za-z0-9]{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*)"
        ),
        re.compile(r"()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----"),
    )


def register_secret(value: str) -> None:
    """Remember a secret value of 6 characters or more, so that ``scrub`` masks it wherever it turns up."""
    if len(value) >= _MIN_SECRET:
        with _lock:
            _known.add(value)


def scrub(text: str) -> str:
    """Return ``text`` with known secrets and everything that looks like one masked."""
    with _lock:
        known = sorted(_known, key=len, reverse=True)
    for value in known:
        if value in text:
            text = text.replace(value, MASK)
    for pattern in _patterns():
        text = pattern.sub(rf"\g<1>{MASK}", text)
    return text
