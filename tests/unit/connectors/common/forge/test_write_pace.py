"""Writes to a forge come one after another with a pause between."""

import asyncio
import json

import pytest

from connectors.common.fault import HttpFault
from connectors.common.forge.refusal_detail import explained
from connectors.common.forge.write_pace import WritePace
from connectors.common.peer import Peer
from console.kernel.errors import ErrorKind
from console.kernel.redact import register_secret
from tests.fakes.manual_clock import ManualClock

PEER = Peer("GitHub", "https://api.github.com")


@pytest.mark.anyio
async def test_the_second_write_waits_for_the_rest_of_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, slept = ManualClock(), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    pace = WritePace(clock, 1.0)
    for wait_s in (0.25, 5.0, 0.0):
        async with pace.turn():
            pass
        clock.advance(wait_s)
    assert slept == [0.75, 0.0]


@pytest.mark.anyio
async def test_two_writes_never_overlap() -> None:
    pace, inside, most = WritePace(ManualClock(), 0.0), 0, 0

    async def write() -> None:
        nonlocal inside, most
        async with pace.turn():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(write() for _ in range(5)))
    assert most == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            b'{"message":"Validation Failed","errors":[{"resource":"Hook","field":"url","code":"invalid"}]}',
            "url invalid",
        ),
        (b'{"message":"no","errors":[{"code":"custom","message":"Hook already exists"}]}', "Hook already exists"),
        (b'{"message":"no","errors":["too long"]}', "too long"),
        (b'{"message":{"title":["can\'t be blank","is odd"]}}', "title can't be blank, is odd"),
        (b'{"message":{"base":"Reference not found"}}', "base Reference not found"),
        (b'{"errors":["\\u202e\\u0007boo"]}', "boo"),
    ],
)
def test_the_fields_that_are_wrong_are_named(body: bytes, words: str) -> None:
    told = explained(HttpFault(422, ErrorKind.PROTOCOL, "It rejected it.", body=body), PEER)
    assert words in told.message
    assert "\u202e" not in told.message
    assert told.status == 422


def test_a_secret_in_the_details_is_masked_before_they_are_cut() -> None:
    register_secret("s3cr3t-of-a-forge")
    for length in range(280, 301):
        body = json.dumps({"errors": ["x" * length + "s3cr3t-of-a-forge"]}).encode()
        assert "s3cr" not in explained(HttpFault(422, ErrorKind.PROTOCOL, "It rejected it.", body=body), PEER).message


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"message":"Not valid"}', b'{"errors":7}', b"[" * 9999])
def test_without_details_the_fault_stays_as_it_is(body: bytes) -> None:
    fault = HttpFault(422, ErrorKind.PROTOCOL, "It rejected it.", body=body)
    assert explained(fault, PEER) is fault
