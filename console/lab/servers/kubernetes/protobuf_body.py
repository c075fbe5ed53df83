"""Bodies in Kubernetes' protobuf envelope, as objects."""

import base64
from typing import Any

from console.lab.servers.kubernetes.protobuf_message import ProtobufError
from console.lab.servers.kubernetes.protobuf_types import PROTOBUF

_MAGIC = b"k8s\x00"
PROTOBUF_MEDIA = "application/vnd.kubernetes.protobuf"


def read_protobuf_object(body: bytes) -> dict[str, Any] | None:
    """The object in an envelope; None when its kind is not one that the lab reads in this format.

    Raises:
        ProtobufError: the bytes are no such envelope.
    """
    if not body.startswith(_MAGIC):
        raise ProtobufError("the envelope does not start with the magic number of Kubernetes")
    envelope = PROTOBUF.read("Unknown", body[len(_MAGIC) :])
    kind = envelope.get("type", {}).get("kind", "")
    if not PROTOBUF.knows(kind):
        return None
    found = PROTOBUF.read(kind, base64.b64decode(envelope.get("raw", "")))
    return {"kind": kind, "apiVersion": envelope["type"].get("apiVersion", ""), **found}
