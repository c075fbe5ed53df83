"""A file that a commit tracks."""

from __future__ import annotations

import re
from typing import NamedTuple

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

LINK_MODE, MODULE_MODE, PROGRAM_MODE = 0o120000, 0o160000, 0o100755
_HEAD = re.compile(rb"([0-7]{1,6}) \w+ ([0-9a-f]+) +(BAD|-|[0-9]{1,18})")


class TrackedFile(NamedTuple):
    """``path`` with slashes; bytes that are no UTF-8 are surrogates. ``size`` in bytes (0 for a submodule).

    ``object_id`` is the hash of its content: equal contents have equal ids.
    """

    path: str
    mode: int
    size: int
    object_id: str

    @property
    def is_regular(self) -> bool:
        """Return whether it has a content of its own: neither a link nor a submodule."""
        return self.mode not in {LINK_MODE, MODULE_MODE}


def parse_tree(output: bytes) -> tuple[TrackedFile, ...]:
    """Return the files of ``git ls-tree -r -z -l --full-tree``; raise ``ConnectorError`` for anything else.

    Of a content that is missing git itself is content to say BAD: that is none either.
    """
    found = []
    for line in output.split(b"\0"):
        head, _, path = line.partition(b"\t")
        if not path:
            continue
        told = _HEAD.fullmatch(head)
        if told is None:
            raise ConnectorError(ErrorKind.PROTOCOL, t("The answer of {name} could not be read.", name="git ls-tree"))
        mode, object_id, size = (one.decode() for one in told.groups())
        if size == "BAD":
            raise ConnectorError(ErrorKind.PROTOCOL, t("The object {id} is missing in the clone.", id=object_id[:12]))
        length = 0 if size == "-" else int(size)
        found.append(TrackedFile(path.decode("utf-8", "surrogateescape"), int(mode, 8), length, object_id))
    return tuple(found)
