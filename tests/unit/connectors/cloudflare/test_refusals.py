"""What the user learns when Cloudflare refuses: credentials, rights, limits, errors inside of good answers."""

import json
from typing import Any

import pytest

from connectors.cloudflare.api_fault import analytics_fault, answered_fault, api_fault
from connectors.cloudflare.call_budget import CallBudget
from connectors.cloudflare.wire import ApiError, GraphQLError
from connectors.common.fault import status_fault
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError, ErrorKind
from console.lab.outside.cloudflare.cloudflare_server import EMAIL
from tests.fakes.edge_lab import EdgeLab
from tests.fakes.manual_clock import ManualClock

PEER = Peer("the Cloudflare account shop", "https://api.example/client/v4", auth_hint="token of the connection shop")


def refused(status: int, *errors: tuple[int, str]) -> ConnectorError:
    body = {"success": False, "errors": [{"code": code, "message": words} for code, words in errors], "result": None}
    return api_fault(status_fault(status, {}, json.dumps(body).encode(), PEER), PEER)


@pytest.mark.parametrize(
    ("status", "code", "words", "kind"),
    [
        (400, 6003, "Invalid request headers", ErrorKind.AUTH),
        (401, 1000, "Invalid API Token", ErrorKind.AUTH),
        (403, 9109, "Invalid access token", ErrorKind.AUTH),
        (403, 10000, "Authentication error", ErrorKind.FORBIDDEN),
        (404, 10007, "This Worker does not exist on your account.", ErrorKind.NOT_FOUND),
        (400, 10021, "Uncaught script error", ErrorKind.PROTOCOL),
        (500, 10013, "An unknown error has occurred", ErrorKind.UNREACHABLE),
    ],
)
def test_refusals_have_cloudflares_own_words_and_code(status: int, code: int, words: str, kind: ErrorKind) -> None:
    fault = refused(status, (code, words))
    assert fault.kind is kind
    assert words.rstrip(".") in fault.message
    assert str(code) in fault.message
    if kind is ErrorKind.AUTH:
        assert "token of the connection shop" in fault.hint


def test_words_of_the_server_are_one_bounded_line() -> None:
    fault = refused(400, (1, "a\nb\x1b[31m" + "x" * 5000))
    assert "\n" not in fault.message
    assert "\x1b" not in fault.message
    assert len(fault.message) < 500


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"errors": {}}', b'{"errors": [5]}', b"[" * 100_000])
def test_refusals_of_another_shape_are_told_as_they_are(body: bytes) -> None:
    fault = status_fault(403, {}, body, PEER)
    assert api_fault(fault, PEER) is fault


def test_an_answer_that_says_it_failed_is_a_fault_although_its_status_is_good() -> None:
    assert answered_fault([ApiError(6003, "Invalid request headers")], PEER).kind is ErrorKind.AUTH
    assert answered_fault([ApiError(7003, "Could not route")], PEER).kind is ErrorKind.PROTOCOL
    assert answered_fault([], PEER).message.endswith(".")


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        ("not authorized for that account", "authz", ErrorKind.FORBIDDEN),
        ("rate limiter budget depleted, try again after 5 minutes", "budget", ErrorKind.THROTTLED),
        ('unknown field "cpuTimeP51"', "", ErrorKind.PROTOCOL),
    ],
)
def test_the_analytics_refuse_inside_of_good_answers(words: str, code: str, kind: ErrorKind) -> None:
    fault = analytics_fault([GraphQLError(words, {"code": code} if code else {})], PEER)
    assert fault.kind is kind
    assert words in fault.message
    assert (fault.retry_after_s == 300) == (kind is ErrorKind.THROTTLED)


def test_the_console_stops_before_cloudflare_blocks_it() -> None:
    clock = ManualClock()
    budget = CallBudget("Cloudflare", 3, 300, clock)
    for _ in range(3):
        budget.spend()
        clock.advance(10)
    with pytest.raises(ConnectorError, match="3 calls within 5 min") as held:
        budget.spend()
    assert (held.value.kind, held.value.retry_after_s) == (ErrorKind.THROTTLED, 270)
    clock.advance(271)
    budget.spend()


def test_both_ways_in_are_open_and_a_wrong_key_is_told(lab: EdgeLab, tmp_path: Any) -> None:
    token = (lab.place.root / "tokens" / "cloudflare").read_text()
    (tmp_path / "key").write_text(token)
    by_key = {"token": None, "email": EMAIL, "api_key": f"file:{tmp_path / 'key'}"}
    assert "legacy API key" in lab.runtime.run(lab.connect(**by_key).check(), 10)
    with pytest.raises(ConnectorError, match="Unknown X-Auth-Key") as wrong:
        lab.runtime.run(lab.connect(**{**by_key, "email": "who@else.example"}).check(), 10)
    assert wrong.value.kind is ErrorKind.AUTH
    (tmp_path / "key").write_text("not-the-token")
    with pytest.raises(ConnectorError, match="Invalid API Token") as wrong:
        lab.runtime.run(lab.connect(token=f"file:{tmp_path / 'key'}").check(), 10)
    assert wrong.value.kind is ErrorKind.AUTH
    assert "not-the-token" not in str(wrong.value)


def test_another_account_is_not_there(lab: EdgeLab) -> None:
    other = lab.connect(account_id="0" * 32)
    with pytest.raises(ConnectorError, match="identifier is invalid") as fault:
        lab.runtime.run(other.check(), 10)
    assert fault.value.kind is ErrorKind.NOT_FOUND
    with pytest.raises(ConnectorError):
        lab.read(other, "edge-usage")


def test_a_dataset_that_cannot_be_read_leaves_the_others_alone(lab: EdgeLab, monkeypatch: pytest.MonkeyPatch) -> None:
    from connectors.cloudflare import usage_reader
    from connectors.cloudflare.usage_product import PRODUCTS

    broken = [type(one)(one.key, "unknownDataset", *_rest(one)) if one.key == "d1" else one for one in PRODUCTS]
    monkeypatch.setattr(usage_reader, "PRODUCTS", tuple(broken))
    products = {row.product for row in lab.read(lab.connect(), "edge-usage")}
    assert "d1" not in products
    assert {"workers", "kv", "analytics-engine"} <= products


def _rest(one: Any) -> tuple[Any, ...]:
    return one.fields, one.dated, one.resource, one.measures
