"""Taking HTTP's chunks apart, many at once: a watch sends each line as a chunk of its own, thousands a second."""

import re

_MOST_HEAD = 4096
_HEAD = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r\n")


class WrongChunk(ValueError):  # noqa: N818 - what was found
    """The body is not chunked as HTTP/1.1 says."""


class ChunkDecoder:
    """Turns the bytes of a chunked body into its content; what a chunk lacks is kept until it arrives."""

    def __init__(self) -> None:
        self._rest = b""
        self._left = 0  # content bytes of the chunk that is being read
        self._closing = False  # the end of line after a chunk's content is still to come
        self.ended = False

    @property
    def is_clean(self) -> bool:
        """Return whether nothing but the end of the body has arrived: no trailers, nothing of another answer."""
        return self.ended and self._rest == b"\r\n"

    def feed(self, received: bytes) -> bytes:
        """Return the content that is complete so far; raise ``WrongChunk``. What follows the last chunk is ignored."""
        buffer = self._rest + received if self._rest else received
        content: list[bytes] = []
        place, size = 0, len(buffer)
        while place < size and not self.ended:
            if self._left:
                end = min(size, place + self._left)
                content.append(buffer[place:end])
                self._left -= end - place
                self._closing = not self._left
                place = end
            elif self._closing:
                if size - place < 2:
                    break
                if buffer[place : place + 2] != b"\r\n":
                    raise WrongChunk("a chunk is longer than it says")
                self._closing = False
                place += 2
            else:
                head = _HEAD.match(buffer, place)
                if head is None:
                    _refuse_wrong_head(buffer[place:])
                    break
                self._left = int(head[1], 16)
                self.ended = not self._left
                place = head.end()
        self._rest = buffer[place:]
        return b"".join(content)


def _refuse_wrong_head(begun: bytes) -> None:
    """Raise unless this may become the head of a chunk when more arrives."""
    if b"\n" in begun or len(begun) > _MOST_HEAD:
        raise WrongChunk("a chunk does not begin with its size")
