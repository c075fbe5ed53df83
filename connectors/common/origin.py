"""Which server an address belongs to."""

from urllib.parse import urlsplit


def origin_of(url: str) -> str:
    """Return scheme, host and port: what must stay the same where credentials are sent; raise ``ValueError``."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}:{port}"
