"""SMTP whose replies end: ``smtplib`` reads one of any number of lines, however slowly they come."""

import smtplib
import socket
import time
from typing import Any

_MOST_REPLY = 64 * 1024
_MOST_S = 120.0  # for all replies together
_PIECE = 8192


class EndlessReply(OSError):  # noqa: N818 - what was met
    """A reply that is longer than any that means something."""


class BoundedSmtp(smtplib.SMTP):
    """A connection that fails with ``SMTPServerDisconnected`` when a reply, or all of them, take too long."""

    file: Any
    _until_s = 0.0

    def getreply(self) -> tuple[int, bytes]:
        """Return code and text of the next reply."""
        self._until_s = self._until_s or time.monotonic() + _MOST_S
        if self.file is None and self.sock is not None:
            self.file = _Replies(self.sock, self._until_s)
        if self.file is not None:
            self.file.begin()
        return super().getreply()


class BoundedSmtpTls(BoundedSmtp, smtplib.SMTP_SSL):
    """The same where TLS comes first."""


class _Replies:
    """What ``smtplib`` reads lines from."""

    def __init__(self, wire: socket.socket, until_s: float) -> None:
        self._wire, self._until_s = wire, until_s
        self._rest, self._left = b"", 0

    def begin(self) -> None:
        """Allow another reply."""
        self._left = _MOST_REPLY

    def readline(self, most: int) -> bytes:
        """Return the next line with its end, cut after ``most`` bytes; nothing at the end of the connection."""
        while b"\n" not in self._rest and len(self._rest) < most:
            if time.monotonic() > self._until_s:
                raise TimeoutError
            piece = self._wire.recv(_PIECE)
            if not piece:
                break
            self._rest += piece
        end = self._rest.find(b"\n", 0, most) + 1 or most
        line, self._rest = self._rest[:end], self._rest[end:]
        self._left -= len(line)
        if self._left < 0:
            raise EndlessReply
        return line

    def close(self) -> None:
        """Keep nothing; the connection itself is closed by its owner."""
        self._rest = b""
