"""Log lines of a container as they arrive, each bounded in length."""

import codecs
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from connectors.common.exchange import Request
from connectors.kubernetes.session import ClusterSession
from console.domain.resource import ResourceRef

MOST_LINE = 32 * 1024
_CUT = " …"
_FOLLOW_IDLE_S = 3600.0


async def read_logs(session: ClusterSession, pod: ResourceRef, params: dict[str, Any]) -> AsyncIterator[str]:
    """Yield lines without their end; bytes that are not UTF-8 are replaced, lines over 32 KiB are cut."""
    path = f"/api/v1/namespaces/{quote(pod.namespace, safe='')}/pods/{quote(pod.name, safe='')}/log"
    idle_s = _FOLLOW_IDLE_S if params.get("follow") else None
    request = Request("GET", path, params, headers={"accept": "*/*"}, read_s=idle_s)
    async with session.open(request) as stream:
        async for line in cut_lines(stream.pieces()):
            yield line


async def cut_lines(pieces: AsyncIterator[bytes]) -> AsyncIterator[str]:
    """Cut a byte stream into text lines; what exceeds the limit of a line is left out and marked."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest, too_long = "", False
    async for piece in pieces:
        *whole, rest = (rest + decoder.decode(piece)).split("\n")
        for line in whole:
            yield _bounded(line, cut=too_long)
            too_long = False
        if len(rest) > MOST_LINE:
            rest, too_long = rest[:MOST_LINE], True
    rest += decoder.decode(b"", final=True)
    if rest:
        yield _bounded(rest, cut=too_long)


def _bounded(line: str, *, cut: bool) -> str:
    line = line.removesuffix("\r")
    return line[:MOST_LINE] + _CUT if cut or len(line) > MOST_LINE else line


def log_params(
    container: str, *, follow: bool, tail_lines: int | None, since_s: int | None, previous: bool, timestamps: bool
) -> dict[str, Any]:
    """Return the query parameters of a log request."""
    wanted: dict[str, Any] = {
        "container": container or None,
        "tailLines": tail_lines,
        "sinceSeconds": max(1, since_s) if since_s is not None else None,
        "follow": "true" if follow else None,
        "previous": "true" if previous else None,
        "timestamps": "true" if timestamps else None,
    }
    return {name: value for name, value in wanted.items() if value is not None}
