"""Tokens that continue a list: the version it shows and where to go on."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import msgspec

from console.lab.servers.kubernetes.api_error import bad_request
from console.lab.servers.kubernetes.stored_object import decode_json, encode_json

_FORMAT = "meta.k8s.io/v1"
INCONSISTENT = -1


@dataclass(frozen=True, slots=True)
class ContinueToken:
    """`version` is that of the first page (INCONSISTENT: the newest); `last` is the key of the last object sent."""

    version: int
    last: str

    def encode(self) -> str:
        """The token as clients carry it."""
        body = encode_json({"v": _FORMAT, "rv": self.version, "start": f"/{self.last}\0"})
        return base64.urlsafe_b64encode(body).decode().rstrip("=")


def decode_continue_token(text: str) -> ContinueToken:
    """Read a token.

    Raises:
        ApiError: 400, it is none of ours.
    """
    try:
        found: Any = decode_json(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        version, start = found["rv"], found["start"]
        if found["v"] != _FORMAT or not isinstance(version, int) or not start.startswith("/"):
            raise ValueError("not a token of this server")
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise bad_request(f"continue key is not valid: {error}") from None
    return ContinueToken(version, start[1:].rstrip("\0"))
