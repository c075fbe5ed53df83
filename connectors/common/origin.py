"""Which server an address belongs to."""

from urllib.parse import urlsplit


def origin_of(url: str) -> str:
    """Return scheme, host and port: what must stay the same where credentials are sent."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return f"{parts.scheme}://{parts.hostname}:{port}"
