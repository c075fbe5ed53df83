"""Signing requests to S3-compatible stores (AWS Signature Version 4), with the body's hash in the signature."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from console.kernel.secret import Secret

_ALGORITHM = "AWS4-HMAC-SHA256"


class S3Key(NamedTuple):
    """Who signs; ``region`` is that of the bucket (``us-east-1`` where a store knows none)."""

    key_id: str
    secret: Secret
    region: str


def signed_headers(
    key: S3Key, method: str, url: str, at: datetime, body: bytes = b"", more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the headers of a request (``more`` among them, all signed); ``at`` is now in UTC, ``url`` has no query."""
    parts = urlsplit(url)
    digest = hashlib.sha256(body).hexdigest()
    moment = at.strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": parts.netloc, "x-amz-content-sha256": digest, "x-amz-date": moment}
    headers |= {name.lower(): value for name, value in (more or {}).items()}
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    canonical = "\n".join((method, quote(parts.path or "/", safe="/-_.~"), "", lines, names, digest))
    scope = f"{moment[:8]}/{key.region}/s3/aws4_request"
    asked = "\n".join((_ALGORITHM, moment, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    signature = hmac.new(_signing_key(key, moment[:8]), asked.encode(), hashlib.sha256).hexdigest()
    told = f"{_ALGORITHM} Credential={key.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    return {**headers, "authorization": told}


def _signing_key(key: S3Key, day: str) -> bytes:
    found = f"AWS4{key.secret.reveal()}".encode()
    for part in (day, key.region, "s3", "aws4_request"):
        found = hmac.new(found, part.encode(), hashlib.sha256).digest()
    return found
