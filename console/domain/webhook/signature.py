"""Whether a delivery is from who says so: one rule per provider, pure, compared in constant time."""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable, Mapping

from console.domain.webhook.delivery import Delivery
from console.domain.webhook.verdict import Verdict

Rule = Callable[[Delivery, str, float], Verdict]
"""Takes the delivery, the secret and this computer's unix time in seconds."""

_LINEAR_S = 60.0
_STANDARD_S = 300.0
_STANDARD_PREFIX = "whsec_"
_HEX = re.compile(r"[0-9a-fA-F]{64}")
_MOST_SIGNATURES = 20


def judge(provider: str, delivery: Delivery, secret: str, now_s: float) -> Verdict:
    """Return whether a delivery is genuine; without a secret nothing is. Raise ``KeyError`` for unknown providers."""
    return RULES[provider](delivery, secret, now_s) if secret else Verdict.UNSIGNED


def _hex_hmac(delivery: Delivery, secret: str, header: str, prefix: str = "") -> Verdict:
    """Judge ``prefix`` + hexadecimal HMAC-SHA256 of the body; of several signatures one must be right."""
    given = [part.strip() for part in delivery.header(header).split(",")[:_MOST_SIGNATURES]]
    signatures = [part.removeprefix(prefix) for part in given if part.startswith(prefix)]
    hashes = [one for one in signatures if _HEX.fullmatch(one)]
    if not delivery.header(header):
        return Verdict.UNSIGNED
    wanted = hmac.new(secret.encode(), delivery.body, hashlib.sha256).digest()
    return _matching((bytes.fromhex(one) for one in hashes), wanted)


def _matching(given: Iterable[bytes], wanted: bytes) -> Verdict:
    """Compare every signature, so that the time does not tell which one was right."""
    found = [hmac.compare_digest(one, wanted) for one in given]
    return Verdict.GENUINE if any(found) else Verdict.FORGED


def _plain(delivery: Delivery, secret: str, header: str) -> Verdict:
    given = delivery.header(header)
    if not given:
        return Verdict.UNSIGNED
    return _matching([given.encode("utf-8", "surrogatepass")], secret.encode())


def _github(delivery: Delivery, secret: str, _now_s: float) -> Verdict:
    return _hex_hmac(delivery, secret, "x-hub-signature-256", "sha256=")


def _hub(delivery: Delivery, secret: str, _now_s: float) -> Verdict:
    """Bitbucket and Jira."""
    return _hex_hmac(delivery, secret, "x-hub-signature", "sha256=")


def _gitlab(delivery: Delivery, secret: str, now_s: float) -> Verdict:
    """Prefer the signature over the token; a signing secret never travels as a token."""
    if delivery.header("webhook-signature") or secret.startswith(_STANDARD_PREFIX):
        return _standard(delivery, secret, now_s)
    return _plain(delivery, secret, "x-gitlab-token")


def _standard(delivery: Delivery, secret: str, now_s: float) -> Verdict:
    """Judge ``v1,<base64 HMAC-SHA256 of "id.timestamp.body">`` (several are separated by blanks) and the time."""
    given = delivery.header("webhook-signature")
    if not given:
        return Verdict.UNSIGNED
    sent = delivery.header("webhook-timestamp")
    signed = f"{delivery.header('webhook-id')}.{sent}.".encode("utf-8", "surrogateescape") + delivery.body
    hashes = [_unbased(one.removeprefix("v1,")) for one in given.split()[:_MOST_SIGNATURES] if one.startswith("v1,")]
    verdict = _matching(hashes, hmac.new(_standard_key(secret), signed, hashlib.sha256).digest())
    if verdict is Verdict.GENUINE and not (sent.isdecimal() and abs(int(sent[:12]) - now_s) <= _STANDARD_S):
        return Verdict.STALE
    return verdict


def _standard_key(secret: str) -> bytes:
    if secret.startswith(_STANDARD_PREFIX):
        return _unbased(secret.removeprefix(_STANDARD_PREFIX)) or secret.encode()
    return secret.encode()


def _unbased(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _azure(delivery: Delivery, secret: str, _now_s: float) -> Verdict:
    """Service hooks are not signed: the subscription sends the secret as the password of basic authentication."""
    scheme, _, pair = delivery.header("authorization").partition(" ")
    if scheme.lower() != "basic":
        return Verdict.UNSIGNED
    return _matching([_unbased(pair.strip()).partition(b":")[2]], secret.encode())


def _pagerduty(delivery: Delivery, secret: str, _now_s: float) -> Verdict:
    return _hex_hmac(delivery, secret, "x-pagerduty-signature", "v1=")


def _linear(delivery: Delivery, secret: str, now_s: float) -> Verdict:
    verdict = _hex_hmac(delivery, secret, "linear-signature")
    if verdict is not Verdict.GENUINE:
        return verdict
    try:
        sent_ms = json.loads(delivery.body)["webhookTimestamp"]
        return Verdict.GENUINE if abs(sent_ms / 1000 - now_s) <= _LINEAR_S else Verdict.STALE
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return Verdict.STALE


def _cloudflare(delivery: Delivery, secret: str, _now_s: float) -> Verdict:
    return _plain(delivery, secret, "cf-webhook-auth")


RULES: Mapping[str, Rule] = {
    "github": _github,
    "gitlab": _gitlab,
    "bitbucket": _hub,
    "azure_devops": _azure,
    "pagerduty": _pagerduty,
    "linear": _linear,
    "jira": _hub,
    "cloudflare": _cloudflare,
}
"""By provider: the connector kind of a connection, or the kind of a notification channel."""
