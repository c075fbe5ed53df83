"""Frames of SPDY/3.1, the few that port forwarding needs."""

import struct
import zlib
from dataclasses import dataclass
from enum import IntEnum

_NAMES = [
    "options",
    "head",
    "post",
    "put",
    "delete",
    "trace",
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "age",
    "allow",
    "authorization",
    "cache-control",
    "connection",
    "content-base",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-md5",
    "content-range",
    "content-type",
    "date",
    "etag",
    "expect",
    "expires",
    "from",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "last-modified",
    "location",
    "max-forwards",
    "pragma",
    "proxy-authenticate",
    "proxy-authorization",
    "range",
    "referer",
    "retry-after",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "vary",
    "via",
    "warning",
    "www-authenticate",
    "method",
    "get",
    "status",
]
_WORDS = (
    b"100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505"
    b"203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized"
    b"403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable"
    b"Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT"
    b"chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,"
    b"text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0."
)
# The dictionary of header compression that the SPDY/3 specification prescribes.
DICTIONARY = (
    b"".join(
        struct.pack(">I", len(name)) + name.encode()
        for name in (*_NAMES, "200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive", "origin")
    )
    + _WORDS
)
FIN = 1
MAX_FRAME = 1 << 20
_HEAD = 8
_CONTROL = 0x80000000
_VERSION = 3


class SpdyError(ValueError):
    """The peer does not speak SPDY/3.1."""


class FrameType(IntEnum):
    """Control frames that are understood."""

    SYN_STREAM = 1
    SYN_REPLY = 2
    RST_STREAM = 3
    PING = 6
    GOAWAY = 7


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame: of data when `type` is None. `stream` is 0 where a frame belongs to no stream."""

    type: int | None
    stream: int
    flags: int
    body: bytes


class FrameReader:
    """Cuts a byte stream into frames."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._inflate = zlib.decompressobj(zdict=DICTIONARY)

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that are complete now.

        Raises:
            SpdyError: a frame is too large or of another version.
        """
        self._rest += data
        frames = []
        while len(self._rest) >= _HEAD:
            first, second = struct.unpack_from(">II", self._rest)
            size = second & 0xFFFFFF
            if size > MAX_FRAME:
                raise SpdyError("frame too large")
            if len(self._rest) < _HEAD + size:
                break
            body = bytes(self._rest[_HEAD : _HEAD + size])
            del self._rest[: _HEAD + size]
            frames.append(_frame(first, second >> 24, body))
        return frames

    def headers(self, block: bytes) -> dict[str, str]:
        """A compressed block of headers.

        Raises:
            SpdyError: it cannot be read.
        """
        try:
            plain = self._inflate.decompress(block, MAX_FRAME)
            (count,) = struct.unpack_from(">I", plain)
            place, words = 4, []
            for _ in range(2 * min(count, 256)):
                (size,) = struct.unpack_from(">I", plain, place)
                words.append(plain[place + 4 : place + 4 + size].decode())
                place += 4 + size
        except (zlib.error, struct.error, UnicodeDecodeError) as error:
            raise SpdyError(f"unreadable headers: {error}") from None
        return dict(zip(words[::2], words[1::2], strict=True))


class FrameWriter:
    """Makes frames; headers share one compression for the whole connection."""

    def __init__(self) -> None:
        self._deflate = zlib.compressobj(zdict=DICTIONARY)

    def reply(self, stream: int) -> bytes:
        """Accept a stream, without headers."""
        block = self._deflate.compress(struct.pack(">I", 0)) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        return _control(FrameType.SYN_REPLY, 0, struct.pack(">I", stream) + block)

    def data(self, stream: int, body: bytes, *, last: bool = False) -> bytes:
        """Data of a stream; `last` ends this side of it."""
        return struct.pack(">II", stream, (FIN if last else 0) << 24 | len(body)) + body

    def ping(self, body: bytes) -> bytes:
        """The answer to a ping."""
        return _control(FrameType.PING, 0, body)


def _frame(first: int, flags: int, body: bytes) -> Frame:
    if not first & _CONTROL:
        return Frame(None, first, flags, body)
    if first >> 16 & 0x7FFF != _VERSION:
        raise SpdyError("not version 3")
    kind = first & 0xFFFF
    with_stream = kind in {FrameType.SYN_STREAM, FrameType.SYN_REPLY, FrameType.RST_STREAM}
    if with_stream and len(body) < 4:
        raise SpdyError("frame too short")
    stream = struct.unpack_from(">I", body)[0] & 0x7FFFFFFF if with_stream else 0
    return Frame(kind, stream, flags, body)


def _control(kind: int, flags: int, body: bytes) -> bytes:
    return struct.pack(">II", _CONTROL | _VERSION << 16 | kind, flags << 24 | len(body)) + body
