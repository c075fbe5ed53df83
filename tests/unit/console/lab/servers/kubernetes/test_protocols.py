"""Byte formats: protobuf bodies, SPDY frames, continue tokens; broken bytes are refused, never worse."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.lab.servers.kubernetes.api_error import ApiError
from console.lab.servers.kubernetes.continue_token import ContinueToken, decode_continue_token
from console.lab.servers.kubernetes.protobuf_body import read_protobuf_object
from console.lab.servers.kubernetes.protobuf_message import ProtobufError
from console.lab.servers.kubernetes.spdy_frame import FIN, FrameReader, FrameType, FrameWriter, SpdyError

# `kubectl create namespace foo` as kubectl v1.32 sends it.
NAMESPACE = bytes.fromhex(
    "6b3873000a0f0a02763112094e616d657370616365121b0a130a03666f6f12001a0022002a00320038004200"
    "12001a020a001a002200"
)  # fmt: skip


def test_a_typed_body_of_kubectl_is_read() -> None:
    assert read_protobuf_object(NAMESPACE) == {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "foo"}}


def test_kinds_that_are_not_read_in_this_format_are_told_apart() -> None:
    body = b"k8s\x00" + bytes.fromhex("0a0f0a0276311209") + b"Nothing.."
    assert read_protobuf_object(body) is None


@given(st.binary(max_size=200))
def test_broken_typed_bodies_are_refused(noise: bytes) -> None:
    for body in (noise, b"k8s\x00" + noise, NAMESPACE[: len(noise)], NAMESPACE[:30] + noise):
        try:
            found = read_protobuf_object(body)
        except ProtobufError:
            continue
        assert found is None or isinstance(found, dict)


def test_frames_survive_being_cut_anywhere() -> None:
    writer = FrameWriter()
    stream = writer.data(1, b"hello") + writer.reply(3) + writer.data(1, b"", last=True) + writer.ping(b"\0\0\0\1")
    for size in (1, 3, 7, len(stream)):
        reader = FrameReader()
        frames = [frame for at in range(0, len(stream), size) for frame in reader.feed(stream[at : at + size])]
        assert [frame.type for frame in frames] == [None, FrameType.SYN_REPLY, None, FrameType.PING]
        assert (frames[0].stream, frames[0].body, frames[2].flags) == (1, b"hello", FIN)


def test_frames_that_are_too_large_or_of_another_version_are_refused() -> None:
    with pytest.raises(SpdyError, match="too large"):
        FrameReader().feed(struct.pack(">II", 1, 0xFFFFFF))
    with pytest.raises(SpdyError, match="version"):
        FrameReader().feed(struct.pack(">II", 0x80020001, 0))


@given(st.binary(max_size=100))
def test_noise_for_frames_and_headers_is_refused_or_waits(noise: bytes) -> None:
    reader = FrameReader()
    try:
        frames = list(reader.feed(noise))
        reader.headers(noise)
    except SpdyError:
        return
    assert sum(len(one.body) for one in frames) <= len(noise)


@given(st.integers(min_value=-1, max_value=10**9), st.text(alphabet="abc/-.", min_size=1, max_size=20))
def test_continue_tokens_are_read_back(version: int, last: str) -> None:
    assert decode_continue_token(ContinueToken(version, last).encode()) == ContinueToken(version, last)


@given(st.text(max_size=60))
def test_other_texts_are_no_tokens(text: str) -> None:
    with pytest.raises(ApiError) as error:
        decode_continue_token(text)
    assert error.value.code == 400
