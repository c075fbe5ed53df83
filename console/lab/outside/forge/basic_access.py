"""Tokens that come as the password of basic authentication, as git and most forges send them."""

import base64
import binascii
import hmac

from aiohttp import web


def basic_credentials(request: web.BaseRequest) -> tuple[str, str]:
    """Return user name and password; both empty without them."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        text = base64.b64decode(given.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return "", ""
    user, _, password = text.partition(":")
    return user, password


def is_same(given: str, wanted: str) -> bool:
    """Compare a secret without telling by the time how much of it is right."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())
