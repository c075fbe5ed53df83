"""The style of HTML documents: the stylesheet with the colours of the light theme filled in."""

from __future__ import annotations

import base64
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

import resources
from console.reports.svg.palette import colour

_TOKEN = re.compile(r"@(?!media|page)([a-z_]+)")


@cache
def stylesheet() -> str:
    """Return the CSS."""
    text = (Path(resources.__path__[0]) / "reports" / "document.css").read_text(encoding="utf-8")
    return _TOKEN.sub(lambda found: colour(found[1]), text)


@cache
def content_policy() -> str:
    """Return the Content-Security-Policy: this style and nothing else, no script, nothing from elsewhere."""
    digest = base64.b64encode(sha256(stylesheet().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
