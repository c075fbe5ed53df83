"""E-mail against real SMTP servers: encrypted, logged in, or not at all."""

import asyncio
import base64
import smtplib
import types
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from connectors.notify import bounded_smtp
from connectors.notify.channels import mail
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from console.ports.notifier import Notifier
from tests.fakes.notice_channels import NoticeChannels, a_message, notice_channels


@pytest.fixture
def channels(tmp_path: Path) -> Iterator[NoticeChannels]:
    with notice_channels(tmp_path) as found:
        yield found


class Taker:
    """Counts letters and refuses one recipient."""

    def __init__(self) -> None:
        self.letters = 0

    async def handle_RCPT(self, _s: SMTP, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _s: SMTP, _session: Any, _envelope: Any) -> str:
        self.letters += 1
        return "250 OK"


@contextmanager
def mail_server(runtime: Runtime, taker: Taker, **options: Any) -> Iterator[int]:
    async def start() -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: SMTP(taker, hostname="localhost", **options), "127.0.0.1", 0)

    server = runtime.run(start(), 10)
    yield server.sockets[0].getsockname()[1]

    async def stop() -> None:
        server.close()

    runtime.run(stop(), 10)


def send(channels: NoticeChannels, **other: Any) -> Any:
    notifier = channels.connect("email", **other).offers(Notifier)
    assert notifier is not None
    return channels.runtime.run(notifier.send(a_message()), 20)


def test_a_server_without_encryption_gets_neither_password_nor_letter(channels: NoticeChannels) -> None:
    taker = Taker()
    with mail_server(channels.runtime, taker) as port, pytest.raises(ConnectorError, match="STARTTLS") as caught:
        send(channels, smtp=f"127.0.0.1:{port}")
    assert caught.value.kind is ErrorKind.PROTOCOL
    assert taker.letters == 0


def test_a_certificate_of_an_unknown_authority_is_refused(channels: NoticeChannels) -> None:
    with pytest.raises(ConnectorError) as caught:
        send(channels, tls={})
    assert "certificate" in str(caught.value)
    assert channels.arrived("email") == []


def test_a_wrong_password_is_told_as_such(channels: NoticeChannels) -> None:
    with pytest.raises(ConnectorError) as caught:
        send(channels, secret=channels.secret_file("wrong password"))
    assert caught.value.kind is ErrorKind.AUTH
    assert "wrong password" not in str(caught.value)


@pytest.mark.parametrize("other", [{"username": "üser"}, {"secret": "pässwörd"}])
def test_a_log_in_beyond_ascii_is_told_without_repeating_it(channels: NoticeChannels, other: dict[str, str]) -> None:
    if "secret" in other:
        other = {"secret": channels.secret_file(other["secret"])}
    with pytest.raises(ConnectorError, match="only ASCII") as caught:
        send(channels, **other)
    assert caught.value.kind is ErrorKind.AUTH
    assert "pässwörd" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert channels.arrived("email") == []


def test_a_host_name_that_cannot_be_one_is_told(channels: NoticeChannels) -> None:
    with pytest.raises(ConnectorError, match="not usable"):
        send(channels, smtp="mail..example:587")


def test_a_recipient_that_is_refused_is_named_and_the_others_get_it(channels: NoticeChannels) -> None:
    from console.lab.loopback.certificate import new_certificate

    certificate, taker = new_certificate(), Taker()
    tls = certificate.server_context(channels.folder)
    (channels.folder / "other-ca.pem").write_text(certificate.authority_pem)
    with mail_server(channels.runtime, taker, tls_context=tls) as port:
        receipt = send(
            channels, smtp=f"localhost:{port}", tls={"ca_file": str(channels.folder / "other-ca.pem")}, secret=None,
            recipients=["nobody@example.org", "somebody@example.org"],
        )  # fmt: skip
    assert "nobody@example.org" in receipt.detail
    assert "1" in receipt.detail
    assert taker.letters == 1


def test_no_server_is_told_with_its_place(channels: NoticeChannels) -> None:
    with pytest.raises(ConnectorError) as caught:
        send(channels, smtp="127.0.0.1:1")
    assert caught.value.kind is ErrorKind.UNREACHABLE
    assert "127.0.0.1:1" in str(caught.value)


def test_a_channel_that_lacks_something_says_what(channels: NoticeChannels) -> None:
    with pytest.raises(ConnectorError, match="sender"):
        send(channels, sender="")


@contextmanager
def raw_mail_server(runtime: Runtime, *says: bytes, again: bytes = b"") -> Iterator[int]:
    """Answer each line with the next of ``says``, the first unasked; then say ``again`` without end, or nothing."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            for words in says:
                writer.write(words)
                await reader.readline()
            while again:
                writer.write(again)
                await writer.drain()
            await reader.read()
        writer.close()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(serve, "127.0.0.1", 0)

    server = runtime.run(start(), 10)
    yield server.sockets[0].getsockname()[1]

    async def stop() -> None:
        server.close()

    runtime.run(stop(), 10)


@pytest.mark.parametrize("says", [(), (b"220 here\r\n",)], ids=["as a greeting", "as its extensions"])
@pytest.mark.parametrize("again", [b"220-and another line\r\n" * 500, b"220-" + b"x" * 8000 + b"\r\n"])
def test_a_reply_without_end_is_given_up(channels: NoticeChannels, says: tuple[bytes, ...], again: bytes) -> None:
    with raw_mail_server(channels.runtime, *says, again=again) as port, pytest.raises(ConnectorError) as caught:
        send(channels, smtp=f"127.0.0.1:{port}")
    assert caught.value.kind is ErrorKind.PROTOCOL
    assert "it does not end" in caught.value.message


def test_replies_that_come_slowly_for_ever_are_given_up(
    channels: NoticeChannels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_smtp, "_MOST_S", -1.0)
    with raw_mail_server(channels.runtime, b"220-", b"") as port, pytest.raises(ConnectorError) as caught:
        send(channels, smtp=f"127.0.0.1:{port}")
    assert caught.value.kind is ErrorKind.TIMEOUT


def test_a_silent_server_did_not_answer_in_time(channels: NoticeChannels) -> None:
    with raw_mail_server(channels.runtime) as port, pytest.raises(ConnectorError) as caught:
        send(channels, smtp=f"127.0.0.1:{port}")
    assert caught.value.kind is ErrorKind.TIMEOUT
    assert "did not answer in time" in caught.value.message


def _mail(channels: NoticeChannels, **other: Any) -> Any:
    """Return the channel itself."""
    return channels.connect("email", **other).offers(Notifier)


def test_a_server_that_thinks_for_long_is_given_the_time_to_read(
    channels: NoticeChannels, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = mail.endpoint_of
    monkeypatch.setattr(mail, "endpoint_of", lambda *given: replace(known(*given), connect_s=7.0, read_s=9.0))
    with _mail(channels)._connected() as server:
        assert server.sock.gettimeout() == 9.0


PASSING = [(454, b"4.7.0 Temporary authentication failure"), (421, b"Too many connections")]


@pytest.mark.parametrize(("code", "words"), PASSING)
def test_a_log_in_that_fails_for_now_does_not_blame_the_password(
    channels: NoticeChannels, code: int, words: bytes
) -> None:
    fault = _mail(channels)._fault(smtplib.SMTPAuthenticationError(code, words))
    assert fault.kind is ErrorKind.UNREACHABLE
    assert words.decode() in fault.message


def test_a_refusal_that_repeats_the_log_in_shows_no_secret(channels: NoticeChannels) -> None:
    channel, written = _mail(channels), base64.b64encode(b"\0me\0pass-word-9").decode()
    channel._place = replace(channel._place, options=channel._place.options.model_copy(
        update={"username": "me", "secret": channels.secret_file("pass-word-9")}
    ))  # fmt: skip
    channel._log_in(types.SimpleNamespace(login=lambda *_: None))
    again = base64.b64encode(b"pass-word-9").decode()
    fault = channel._fault(smtplib.SMTPDataError(550, f"after {written}, {again} and pass-word-9".encode()))
    assert "after •••, ••• and •••" in fault.message
