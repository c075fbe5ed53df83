"""Recognising a secret that somebody wrote in plain text where only a reference belongs."""

import re

_LOOKS = re.compile(
    r"""(?x)
    \b gh[pousr]_[A-Za-z0-9]{16,} | \b github_pat_\w{20,} | \b glpat-[\w-]{12,} | \b xox[abeprs]-[\w-]{8,}
    | \b ATATT[\w=-]{16,} | \b ATCTT[\w=-]{16,} | \b lin_api_\w{16,} | \b AKIA[0-9A-Z]{12,}
    | (?<![\w-]) sk-(?=[a-z_-]*[A-Z0-9])[\w-]{16,}
    | \b eyJ[\w-]{8,}\.[\w-]{8,} | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----
    | ^(?i:bearer|basic|token)\ +(?=\S{16,}\s*$) (?: (?=\S*\d) | (?=\S*[a-z]) (?=\S*[A-Z]) )
    | ://[^/\s:@]*:[^/\s@]+@
    | hooks\.slack\.com/services/\w | discord(?:app)?\.com/api/webhooks/\d
    """
)
_HEADER = re.compile(r"^(?i:bearer|basic|token) +\S{6,}")


def looks_like_secret(text: str) -> bool:
    """Return whether ``text`` has the form of a token, key, password in a URL or secret webhook address."""
    return _LOOKS.search(text) is not None


def looks_like_header(text: str) -> bool:
    """Return whether ``text`` would be a credential where a header is written; elsewhere it may be a title."""
    return _HEADER.search(text) is not None


def no_plain_secret(text: str) -> str:
    """Return ``text``; raise ``ValueError`` (``plain_secret``) when it contains a secret in plain text."""
    if looks_like_secret(text):
        raise ValueError("plain_secret")
    return text
