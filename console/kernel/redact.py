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
        re.compile(
            r"(?i)(\bauthorization\b(?:\\{0,4}[\"'])?[ \t]*+[:=][ \t]*+(?:\\{0,4}[\"'])?(?:[\w-]{1,40}[ \t]++)?)"
            r"[^\s\"',;\\]++(?:(?<==)\"[^\"\n]*+\"?|,[ \t]*+[\w-]{1,40}=[^\s\"',\\]*+)*+"
        ),
        re.compile(r"(?i)(\bbearer\s++)[A-Za-z0-9._~+/=-]{6,}+"),
        re.compile(r"(://[^\s/:@]*+:)[^\s/@]++(?=@)"),
        re.compile(  # a token in the place of the user; an account name is shorter, or only letters
            r"(?i)(\bhttps?://)(?:(?=[^\s/:@\"'\d]*+\d)[^\s/:@\"']{8,}+|[^\s/:@\"']{20,}+)(?=@)"
        ),
        re.compile(
            r"()\b(?:gh[pousr]_[A-Za-z0-9]{20,}+|glpat-[\w-]{16,}+|xox[abprs]-[\w-]{10,}+"
            r"|(?<!-)eyJ[\w-]{10,}+\.[\w-]{10,}+\.[\w-]*+)"
        ),
        re.compile(
            r"()-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?"
            r"(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)"
        ),
    )


def register_secret(value: str) -> None:
    """Remember a secret value of 6 characters or more, so that ``scrub`` masks it wherever it turns up."""
    if len(value) >= _MIN_SECRET:
        with _lock:
            _known.add(value)


def scrub(text: str) -> str:
    """Return ``text`` with known secrets and everything that looks like one masked."""
    from console.kernel.named_secret import without_named_secrets  # noqa: PLC0415 - not before the first paint

    with _lock:
        known = sorted(_known, key=len, reverse=True)
    for value in known:
        if value in text:
            text = text.replace(value, MASK)
    for pattern in _patterns():
        text = pattern.sub(rf"\g<1>{MASK}", text)
    return without_named_secrets(text, MASK)
