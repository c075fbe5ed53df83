"""Channels when things are not as they should be: refusals, repetition, hostile texts, secrets."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.notify.channels.discord import discord_body
from connectors.notify.channels.jira import document
from connectors.notify.channels.linear import fenced
from connectors.notify.channels.mail import letter_of
from connectors.notify.channels.slack import slack_body
from connectors.notify.channels.webhook import signature
from connectors.notify.wording import iso_time
from console.domain.notification import Act
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.redact import register_secret, scrub
from console.ports.notifier import Notifier
from tests.fakes.fault_server import Asked, FaultServer, answering, response
from tests.fakes.manual_clock import ManualClock
from tests.fakes.notice_channels import AT_S, NoticeChannels, a_message, notice_channels

HOSTILE = 'x\r\nBcc: evil@example.org\x1b[31m <b>@everyone</b> ```` \u202e *bold* {"a":1}'


@pytest.fixture
def channels(tmp_path: Path) -> Iterator[NoticeChannels]:
    with notice_channels(tmp_path) as found:
        yield found


@pytest.fixture
def server(channels: NoticeChannels) -> Iterator[FaultServer]:
    with FaultServer(channels.runtime, answering(200, b"ok", kind="text/plain")) as found:
        yield found


def send(channels: NoticeChannels, kind: str, **other: object) -> object:
    notifier = channels.connect(kind, **other).offers(Notifier)
    assert notifier is not None
    return channels.runtime.run(notifier.send(a_message()), 20)


def test_a_signature_is_the_one_of_the_standards_own_example() -> None:
    # The example of standardwebhooks.com (and of Svix' documentation).
    key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    wanted = "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body) == wanted


def test_a_wrong_key_of_a_webhook_is_told_as_such(channels: NoticeChannels) -> None:
    with pytest.raises(ConnectorError) as caught:
        send(channels, "webhook", signing=channels.secret_file("another key"))
    assert caught.value.kind is ErrorKind.AUTH
    assert channels.arrived("webhook") == []


def test_a_message_that_is_repeated_is_one_message_to_the_receiver(channels: NoticeChannels) -> None:
    send(channels, "webhook")
    send(channels, "webhook")
    assert len(channels.arrived("webhook")) == 1


def test_a_throttled_message_is_told_once_more_after_the_wait(channels: NoticeChannels, server: FaultServer) -> None:
    answers = iter((answering(429, {}, "retry-after: 0"), answering(200, b"ok", kind="text/plain")))

    async def behave(asked: object, writer: object) -> None:
        await next(answers)(asked, writer)  # type: ignore[arg-type]

    server.behaviour = behave  # type: ignore[assignment]
    send(channels, "slack", secret=channels.secret_file(f"{server.url}/services/T/B/secret-part"))
    assert len(server.asked) == 2


@pytest.mark.parametrize("kind", ["slack", "discord"])
def test_a_message_that_may_have_arrived_is_not_repeated(
    channels: NoticeChannels, server: FaultServer, kind: str
) -> None:
    server.behaviour = answering(503, {})
    with pytest.raises(ConnectorError):
        send(channels, kind, secret=channels.secret_file(f"{server.url}/services/T/B/secret-part"))
    assert len(server.asked) == 1


def test_pagerduty_is_told_again_because_it_knows_the_matter(channels: NoticeChannels, server: FaultServer) -> None:
    server.behaviour = answering(503, {}, "retry-after: 0")
    with pytest.raises(ConnectorError):
        send(channels, "pagerduty", url=server.url)
    assert len(server.asked) == 3


def test_no_failure_shows_the_secret_address(channels: NoticeChannels, server: FaultServer) -> None:
    secret = channels.secret_file(f"{server.url}/services/T/B/very-secret-part")
    for status in (400, 403, 404, 410, 500):
        server.behaviour = answering(status, b"no such hook /services/T/B/very-secret-part", kind="text/plain")
        with pytest.raises(ConnectorError) as caught:
            send(channels, "slack", secret=secret)
        assert "very-secret-part" not in str(caught.value)
        assert server.url in str(caught.value)


@pytest.mark.parametrize("kind", ["webhook", "discord"])
def test_no_failure_shows_what_is_secret_in_the_query_of_an_address(
    channels: NoticeChannels, server: FaultServer, kind: str
) -> None:
    async def echo(asked: Asked, writer: asyncio.StreamWriter) -> None:
        sig = asked.target.partition("sig=")[2].partition("&")[0]
        words = f"cannot trigger {asked.target}, signed {sig}, read as {unquote(sig)}, given K3y-9f31c07b"
        writer.write(response(400, json.dumps({"message": words}).encode()))

    server.behaviour = echo
    address = f"{server.url}/in?api-version=2016-06-01&key=K3y-9f31c07b&sig=v3ry%2Bs3cret%2Fpart%3D"
    with pytest.raises(ConnectorError) as caught:
        send(channels, kind, secret=channels.secret_file(address), url=None)
    for hidden in ("s3cret", "K3y-9f31c07b"):
        assert hidden not in str(caught.value)
        assert hidden not in scrub(f"a log of {server.url}/in?sig=v3ry+s3cret/part=&key=K3y-9f31c07b")
    assert "cannot trigger" in str(caught.value)
    assert scrub("on 2016-06-01 in") == "on 2016-06-01 in"


def test_names_in_the_query_of_a_secret_address_stay_readable_everywhere_else(
    channels: NoticeChannels, server: FaultServer
) -> None:
    """Proves C2 the other way round: masked, a service or a cell would be unreadable in every log, table and report."""
    server.behaviour = answering(200, {})
    words = ("fukuoka-billing", "prod-kyushu-2", "alarm-thread", "/triggers/manual/walk")
    address = (
        f"{server.url}/in?service={words[0]}&env={words[1]}&threadKey={words[2]}&sp=%2Ftriggers%2Fmanual%2Fwalk"
        "&code=plum-harbour-lantern&id=9f31c07bQ2"
    )
    send(channels, "webhook", secret=channels.secret_file(address), url=None)
    assert scrub(" ".join(words)) == " ".join(words)
    for hidden in ("plum-harbour-lantern", "9f31c07bQ2", address):
        assert hidden not in scrub(f"asked with {hidden}")


def test_a_discord_hook_that_is_gone_is_not_asked_again(channels: NoticeChannels, server: FaultServer) -> None:
    server.behaviour = answering(404, {"message": "Unknown Webhook", "code": 10015})
    notifier = channels.connect("discord", secret=channels.secret_file(f"{server.url}/api/webhooks/1/t")).offers(
        Notifier
    )
    assert notifier is not None
    for _ in range(2):
        with pytest.raises(ConnectorError) as caught:
            channels.runtime.run(notifier.send(a_message()), 20)
        assert caught.value.kind is ErrorKind.NOT_FOUND
    assert len(server.asked) == 1


def test_the_thread_in_a_discord_address_is_kept(channels: NoticeChannels, server: FaultServer) -> None:
    server.behaviour = answering(200, {"id": "1", "channel_id": "2"})
    send(channels, "discord", secret=channels.secret_file(f"{server.url}/api/webhooks/1/t?thread_id=42&wait=false"))
    path, _, query = server.asked[0].target.partition("?")
    assert path == "/api/webhooks/1/t"
    assert parse_qs(query) == {"thread_id": ["42"], "wait": ["true"]}


def test_the_query_of_an_address_is_sent_to_the_letter(channels: NoticeChannels, server: FaultServer) -> None:
    send(channels, "webhook", url=f"{server.url}/hook?sig=a%2Bb%20c&sp=%2Ftriggers")
    assert server.asked[0].target == "/hook?sig=a%2Bb%20c&sp=%2Ftriggers"


def test_a_webhook_is_signed_with_the_time_of_sending(channels: NoticeChannels, server: FaultServer) -> None:
    clock = channels.clock = ManualClock(datetime.fromtimestamp(AT_S, UTC))
    notifier = channels.connect("webhook", url=server.url, signing=channels.secret_file("a key")).offers(Notifier)
    assert notifier is not None
    for _ in range(2):
        clock.advance(7 * 3600)  # held in quiet hours, or tried again
        channels.runtime.run(notifier.send(a_message()), 20)
    told = [(one.headers, one.body) for one in server.asked]
    moments = [headers["webhook-timestamp"] for headers, _ in told]
    assert moments == [str(int(AT_S + hours * 3600)) for hours in (7, 14)]
    assert {headers["webhook-id"] for headers, _ in told} == {"msg_1"}
    assert {json.loads(body)["time"] for _, body in told} == {iso_time(AT_S)}
    assert [headers["webhook-signature"] for headers, _ in told] == [
        f"v1,{signature('a key', 'msg_1', moment, body)}" for moment, (_, body) in zip(moments, told, strict=True)
    ]


@pytest.mark.parametrize(
    "text", ["", "not an address", "ftp://example.org/x", "https://user:pw@example.org/x", "https://[pw@x"]
)
def test_a_secret_that_is_no_address_is_told_without_repeating_it(channels: NoticeChannels, text: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        send(channels, "slack", secret=channels.secret_file(text or " "))
    assert "webhook address" in str(caught.value)
    assert "pw@" not in str(caught.value)


def test_a_refusing_event_is_told_in_pagerdutys_words(channels: NoticeChannels) -> None:
    with pytest.raises(ConnectorError) as caught:
        send(channels, "pagerduty", secret=channels.secret_file("wrong key"))
    assert "Event object is invalid" in str(caught.value)


def test_jira_and_linear_refuse_wrong_credentials(channels: NoticeChannels) -> None:
    for kind in ("jira", "linear"):
        with pytest.raises(ConnectorError) as caught:
            send(channels, kind, secret=channels.secret_file("wrong"))
        assert caught.value.kind is ErrorKind.AUTH


def test_a_linear_team_that_does_not_exist_is_named(channels: NoticeChannels) -> None:
    with pytest.raises(ConnectorError, match="no team 'NOPE'"):
        send(channels, "linear", project="NOPE")


_ISSUE = {"id": "1", "identifier": "SHOP-1", "url": "https://linear.example/1"}
_TEAM = {"id": "t", "states": {"nodes": [{"id": "d", "type": "completed", "position": 1}]}}
UNDONE: list[tuple[dict[str, object], Act]] = [
    ({"issueCreate": {"success": False, "issue": None}}, Act.TRIGGER),
    ({"issueCreate": {"success": False, "issue": _ISSUE}}, Act.TRIGGER),
    ({"issues": {"nodes": [_ISSUE]}, "commentCreate": {"success": False}}, Act.TRIGGER),
    ({"issues": {"nodes": [_ISSUE]}, "commentCreate": None}, Act.TRIGGER),
    ({"issues": {"nodes": [_ISSUE]}, "issueUpdate": {"success": False}}, Act.RESOLVE),
    ({"issues": {"nodes": [_ISSUE]}, "issueUpdate": None}, Act.RESOLVE),
]


@pytest.mark.parametrize(("says", "act"), UNDONE)
def test_what_linear_did_not_do_is_not_told_as_done(
    channels: NoticeChannels, server: FaultServer, says: dict[str, object], act: Act
) -> None:
    good = {"issueCreate": {"success": True, "issue": _ISSUE}, "commentCreate": {"success": True}}
    server.behaviour = answering(200, {"data": {"teams": {"nodes": [_TEAM]}, "issues": {"nodes": []}, **good, **says}})
    notifier = channels.connect("linear", url=server.url).offers(Notifier)
    assert notifier is not None
    with pytest.raises(ConnectorError, match="cannot be read") as caught:
        channels.runtime.run(notifier.send(a_message(act=act)), 20)
    assert caught.value.kind is ErrorKind.PROTOCOL


@given(st.text(max_size=400), st.text(max_size=2000))
def test_whatever_is_told_bodies_stay_within_limits_and_without_mentions(title: str, text: str) -> None:
    message = a_message(title=title, text=text, facts=((title, text),) * 30)
    told = slack_body(message)
    assert all(len(block["text"]["text"]) <= 3000 for block in told["attachments"][0]["blocks"] if "text" in block)
    assert all(len(block.get("fields", [])) <= 10 for block in told["attachments"][0]["blocks"])
    assert "<" not in told["text"]
    embed = discord_body(message)["embeds"][0]
    assert len(embed["title"]) <= 256
    assert len(embed["description"]) <= 4096
    assert all(len(one["name"]) <= 256 and len(one["value"]) <= 1024 for one in embed["fields"])
    assert len(embed["fields"]) <= 25
    assert texts_of(embed) <= 6000
    assert document(text)["content"]


def texts_of(embed: dict[str, Any]) -> int:
    fields = sum(len(one["name"]) + len(one["value"]) for one in embed["fields"])
    return len(embed["title"]) + len(embed["description"]) + fields + len(embed.get("footer", {"text": ""})["text"])


@pytest.mark.parametrize("sign", ["x", "*"])
def test_an_embed_is_as_long_as_discord_takes_and_tells_what_is_left_out(sign: str) -> None:
    facts = tuple((f"fact {number}", sign * 500) for number in range(10))
    embed = discord_body(a_message(title=sign * 200, text=sign * 3000, facts=facts))["embeds"][0]
    left_out = len(facts) + 2 - len(embed["fields"])
    assert left_out > 0
    assert embed["footer"] == {"text": f"and {left_out} more"}
    assert 4000 < texts_of(embed) <= 6000
    assert [one["name"] for one in embed["fields"]][-2:] == ["From", "At"]


def test_an_embed_that_holds_all_facts_has_no_footer() -> None:
    embed = discord_body(a_message())["embeds"][0]
    assert [one["name"] for one in embed["fields"]] == ["Cell", "Service", "From", "At"]
    assert "footer" not in embed


@given(st.text(alphabet="`\nab ", max_size=60))
def test_nothing_ends_a_code_block_before_its_end(text: str) -> None:
    fence, *middle, last = fenced(text).split("\n")
    assert fence == last
    assert set(fence) == {"`"}
    assert all(fence not in line for line in middle)


def test_a_hostile_title_adds_no_header_to_a_letter() -> None:
    letter = letter_of(a_message(title=HOSTILE, text=HOSTILE), "me@example.org", ("you@example.org",))
    read = message_from_bytes(letter.as_bytes())
    assert read["Bcc"] is None
    assert read["To"] == "you@example.org"


def test_secrets_in_texts_are_masked_everywhere() -> None:
    register_secret("s3cr3t-of-somebody")
    message = a_message(text="token s3cr3t-of-somebody", facts=(("key", "s3cr3t-of-somebody"),))
    for told in (slack_body(message), discord_body(message), letter_of(message, "a@b.c", ("d@e.f",)).as_string()):
        assert "s3cr3t-of-somebody" not in str(told)
