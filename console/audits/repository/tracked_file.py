"""A file that a commit tracks."""

from __future__ import annotations

from typing import NamedTuple

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

LINK_MODE, MODULE_MODE, PROGRAM_MODE = 0o120000, 0o160000, 0o100755


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
    """Return the files of ``git ls-tree -r -z -l --full-tree``; raise ``ConnectorError`` when one's content is missing.

    Git itself is content with the word BAD then.
    """
    found = []
    for line in output.split(b"\0"):
        head, _, path = line.partition(b"\t")
        if not path:
            continue
        mode, _kind, object_id, size = head.split()
        if size == b"BAD":
            raise ConnectorError(
                ErrorKind.PROTOCOL, t("The object {id} is missing in the clone.", id=object_id[:12].decode())
            )
        length = 0 if size == b"-" else int(size)
        found.append(TrackedFile(path.decode("utf-8", "surrogateescape"), int(mode, 8), length, object_id.decode()))
    return tuple(found)
