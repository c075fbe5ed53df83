"""Results as they travel and are kept: SARIF, packed by gzip; half of one is none."""

import zlib

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

MOST_PACKED = 64 << 20
_MOST_BYTES = 256 << 20
_GZIP = 31


def unpacked_result(packed: bytes) -> bytes:
    """Return what a worker packed; raise ``ConnectorError`` when it is cut off, empty, or unpacks to over 256 MB."""
    unpacking = zlib.decompressobj(_GZIP)
    try:
        content = unpacking.decompress(packed, _MOST_BYTES)
    except zlib.error as error:
        raise _unusable(str(error)) from error
    if unpacking.unconsumed_tail:
        raise _unusable(t("it is larger than {size} MB", size=_MOST_BYTES >> 20))
    if not unpacking.eof:
        raise _unusable(t("it is cut off"))
    if not content:
        raise _unusable(t("it is empty"))
    return content


def _unusable(why: str) -> ConnectorError:
    return ConnectorError(
        ErrorKind.PROTOCOL,
        t("The result of an audit cannot be used: {why}.", why=why),
        t("Run the audit again; a result that is not whole counts as none."),
    )
