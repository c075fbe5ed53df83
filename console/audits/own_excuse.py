"""Comments by which a project excuses a line from a checker, as the checkers themselves read them."""

import re

_NOQA = re.compile(r"#\s*noqa(?P<codes>\s*:\s*[A-Z]+[0-9]*(?:[\s,]+[A-Z]+[0-9]+)*)?", re.I)
_CODE = re.compile(r"[A-Z]+[0-9]*")
_OTHERS = re.compile(
    r"\bnosec\b|\bNOSONAR\b|\bnolint\b|\bnosemgrep\b|eslint-disable(-line)?\b|pragma: allowlist secret|gitleaks:allow"
    r"|detect-secrets:ignore",
    re.I,
)


def is_excused(line: str, code: str = "", above: str = "") -> bool:
    """Return whether a line, or the line above it, excuses a finding; ``noqa`` with codes only one of those."""
    noqa = _NOQA.search(line)
    if noqa is not None:
        codes = _CODE.findall((noqa["codes"] or "").upper())
        if not codes or not code or any(code.startswith(one) for one in codes):
            return True
    return bool(_OTHERS.search(line)) or "eslint-disable-next-line" in above
