"""Every provider's way to sign: right ones are genuine, everything else is not."""

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.webhook.delivery import Delivery
from console.domain.webhook.signature import RULES, judge
from console.domain.webhook.verdict import Verdict

SECRET = "It's a Secret to Everybody"
BODY = b"Hello, World!"
NOW_S = 1_800_000_000.0
KNOWN = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def digest(body: bytes, secret: str | bytes = SECRET) -> bytes:
    return hmac.new(secret if isinstance(secret, bytes) else secret.encode(), body, hashlib.sha256).digest()


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"anybody:{password}".encode()).decode()


def standard(body: bytes = BODY, *, at: str = str(int(NOW_S)), key: str | bytes = SECRET) -> dict[str, str]:
    signed = digest(b"msg_1." + at.encode() + b"." + body, key)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": at,
        "webhook-signature": "v1," + base64.b64encode(signed).decode(),
    }


def linear(at_ms: object) -> tuple[dict[str, str], bytes]:
    body = json.dumps({"webhookTimestamp": at_ms}).encode()
    return {"linear-signature": digest(body).hex()}, body


def verdict(provider: str, headers: dict[str, str], body: bytes = BODY, secret: str = SECRET) -> Verdict:
    return judge(provider, Delivery(headers, body), secret, NOW_S)


def test_the_vector_of_githubs_documentation() -> None:
    assert verdict("github", {"x-hub-signature-256": f"sha256={KNOWN}"}) is Verdict.GENUINE
    assert verdict("github", {"x-hub-signature-256": f"sha256={KNOWN[:-1]}8"}) is Verdict.FORGED
    assert verdict("github", {"x-hub-signature-256": KNOWN}) is Verdict.FORGED
    assert verdict("github", {"x-hub-signature": f"sha1={KNOWN}"}) is Verdict.UNSIGNED


HEX = digest(BODY).hex()
LINEAR, LINEAR_BODY = linear(int(NOW_S * 1000))
SIGNED: list[tuple[str, dict[str, str], bytes]] = [
    ("github", {"x-hub-signature-256": f"sha256={HEX}"}, BODY),
    ("gitlab", {"x-gitlab-token": SECRET}, BODY),
    ("gitlab", standard(), BODY),
    ("bitbucket", {"x-hub-signature": f"sha256={HEX}"}, BODY),
    ("azure_devops", {"authorization": basic(SECRET)}, BODY),
    ("pagerduty", {"x-pagerduty-signature": f"v1={'0' * 64},v1={HEX}"}, BODY),
    ("linear", LINEAR, LINEAR_BODY),
    ("jira", {"x-hub-signature": f"sha256={HEX}"}, BODY),
    ("cloudflare", {"cf-webhook-auth": SECRET}, BODY),
]
HEADERS = sorted({name for _, headers, _ in SIGNED for name in headers})
PLAIN = ("x-gitlab-token", "authorization", "cf-webhook-auth")  # these do not sign the body


@pytest.mark.parametrize(("provider", "headers", "body"), SIGNED)
def test_a_signed_delivery_is_genuine_and_no_other(provider: str, headers: dict[str, str], body: bytes) -> None:
    assert verdict(provider, headers, body) is Verdict.GENUINE
    assert verdict(provider, {}, body) is Verdict.UNSIGNED
    assert verdict(provider, headers, body, "another secret") is Verdict.FORGED
    assert verdict(provider, headers, body, "") is Verdict.UNSIGNED
    if not set(headers) & set(PLAIN):
        assert verdict(provider, headers, body + b" ") is Verdict.FORGED


def test_every_provider_has_a_rule_and_a_right_example() -> None:
    assert {one[0] for one in SIGNED} == set(RULES)


def test_gitlabs_signature_goes_before_its_token_and_its_time_counts() -> None:
    late = standard(at=str(int(NOW_S - 301)))
    assert verdict("gitlab", late) is Verdict.STALE
    assert verdict("gitlab", standard(at="soon")) is Verdict.STALE
    moved = {**late, "webhook-timestamp": str(int(NOW_S))}
    assert verdict("gitlab", moved) is Verdict.FORGED
    wrong = {**standard(key="no"), "x-gitlab-token": SECRET}
    assert verdict("gitlab", wrong) is Verdict.FORGED
    two = standard()
    two["webhook-signature"] = "v1,AAAA " + two["webhook-signature"]
    assert verdict("gitlab", two) is Verdict.GENUINE


def test_a_signing_secret_is_never_taken_as_a_token() -> None:
    key = bytes(range(32))
    secret = "whsec_" + base64.b64encode(key).decode()
    assert verdict("gitlab", standard(key=key), secret=secret) is Verdict.GENUINE
    assert verdict("gitlab", {"x-gitlab-token": secret}, secret=secret) is Verdict.UNSIGNED


@pytest.mark.parametrize("at_ms", [NOW_S * 1000 - 61_000, NOW_S * 1000 + 61_000, None, "now", 10**400])
def test_linear_deliveries_are_fresh_for_a_minute(at_ms: object) -> None:
    headers, body = linear(at_ms)
    assert verdict("linear", headers, body) is Verdict.STALE


def test_a_signed_body_that_is_no_json_is_not_taken_as_fresh() -> None:
    for body in (b"[", b"[]", b"[" * 100_000):
        assert verdict("linear", {"linear-signature": digest(body).hex()}, body) is Verdict.STALE


@given(
    st.sampled_from(sorted(RULES)),
    st.sampled_from(HEADERS),
    st.one_of(st.text(), st.text(alphabet="v1=,sha256=Basic \u00fc\ud800").map(lambda text: text * 9)),
)
def test_no_header_makes_a_rule_fail_or_a_forgery_genuine(provider: str, header: str, text: str) -> None:
    assert verdict(provider, {header: text}) in (Verdict.UNSIGNED, Verdict.FORGED)
