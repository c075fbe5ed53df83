"""E-mail against real SMTP servers: encrypted, logged in, or not at all."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

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
