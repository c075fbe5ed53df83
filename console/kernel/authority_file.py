"""One file with all certificate authorities, for programs that take no more than one: the usual and further ones."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from console.kernel.paths import keep_private
from console.kernel.regular_file import read_regular

_MOST_BYTES = 16 << 20


def authority_file(usual: str, further: str, cache: Path) -> str:
    """Return a file with what two PEM files have, kept in ``cache`` and made anew when one of them has changed.

    It is ``further`` itself where there is no usual one (empty), where one of them cannot be read, and where nothing
    can be kept.
    """
    try:
        parts = [read_regular(Path(one), _MOST_BYTES) for one in (usual, further)]
    except OSError:
        return further
    whole = b"\n".join(parts)
    named = sha256(os.fsencode(f"{usual}\n{further}")).hexdigest()[:16]
    file = cache / f"authorities-{named}.pem"
    if _kept(file) != whole:
        keep_private(file, whole)
    return str(file) if _kept(file) == whole else further


def _kept(file: Path) -> bytes:
    with suppress(OSError):
        return file.read_bytes()
    return b""
