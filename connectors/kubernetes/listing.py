"""Listing a kind page by page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from connectors.common.fault import HttpFault, wrong_body
from connectors.kubernetes.board import Rows
from connectors.kubernetes.kind import RawPage, WatchedKind, collection_path, object_decoder, page_decoder
from connectors.kubernetes.session import ClusterSession
from console.domain.resource import ResourceKind
from console.kernel.i18n import t
from console.kernel.prepared import prepared

PAGE = 250  # decoding 250 pods of 15 KB holds the interpreter for about 14 ms, 500 for 27 ms: a dropped frame
_MOST_PAGES = 4000
_ITEMS = b'"items":['
_MOST_HEAD = 16 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page; ``version`` is where a watch goes on from, ``more`` whether pages follow."""

    kind: ResourceKind
    rows: Rows
    version: str
    more: bool


@dataclass(frozen=True, slots=True)
class _Coming:
    """The answer for the continue token ``more``, asked for ahead of time."""

    more: str
    task: "asyncio.Task[bytes] | None"

    @property
    def answer(self) -> "asyncio.Task[bytes]":
        assert self.task is not None
        return self.task


class Listing:
    """One pass over all objects of a kind in one namespace (empty: all)."""

    def __init__(self, session: ClusterSession, watched: WatchedKind, namespace: str) -> None:
        self._session = session
        self._watched = watched
        self._namespace = namespace

    async def pages(self) -> AsyncIterator[Page]:
        """Yield pages; the first version of the API that the cluster serves is taken. Raises ``ConnectorError``."""
        async with self._session.lists:
            kind, body = await self._first()
            for _number in range(_MOST_PAGES):
                async with self._ahead(kind, _peek(body)) as coming:
                    page, more = self._decode(kind, body)
                    yield page
                    if not more:
                        return
                    body = await (coming.answer if coming.more == more else self._get(kind, more))
        raise wrong_body(self._session.peer, t("the list does not end"))

    @asynccontextmanager
    async def _ahead(self, kind: ResourceKind, more: str) -> AsyncIterator["_Coming"]:
        """Let the server work on the next page while this one is decoded."""
        if not more:
            yield _Coming("", None)
            return
        task = asyncio.create_task(self._get(kind, more))
        await asyncio.sleep(0)  # the request is on its way before decoding holds the loop
        try:
            yield _Coming(more, task)
        finally:
            if not task.done():
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _first(self) -> tuple[ResourceKind, bytes]:
        *older, last = [self._watched.at(version) for version in self._watched.versions]
        for kind in older:
            try:
                return kind, await self._get(kind)
            except HttpFault as fault:
                if fault.status != 404:
                    raise
        return last, await self._get(last)

    async def _get(self, kind: ResourceKind, more: str = "") -> bytes:
        params: dict[str, Any] = {"limit": PAGE}
        if self._watched.label:
            params["labelSelector"] = self._watched.label
        if self._watched.field:
            params["fieldSelector"] = self._watched.field
        if more:
            params["continue"] = more
        return (await self._session.get(collection_path(kind, self._namespace), params, flows=True)).body

    def _decode(self, kind: ResourceKind, body: bytes) -> tuple[Page, str]:
        watched, connection = self._watched, self._session.options.key
        try:
            page = page_decoder(watched.wire).decode(body)
            wires, meta = page.items or [], page.metadata
        except (msgspec.ValidationError, UnicodeDecodeError):
            wires, meta = self._decode_singly(body)
        except (msgspec.DecodeError, RecursionError) as error:
            raise wrong_body(self._session.peer, str(error)) from None
        rows = {row.ref: row for wire in wires if wire.metadata.name for row in (watched.row(wire, kind, connection),)}
        return Page(kind, rows, meta.resource_version, bool(meta.more)), meta.more

    def _decode_singly(self, body: bytes) -> tuple[list[Any], Any]:
        """Decode object by object, leaving out those whose shape is not what their API promises."""
        try:
            page = msgspec.json.decode(body, type=prepared(RawPage))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise wrong_body(self._session.peer, str(error)) from None
        wires = []
        for raw in page.items or ():
            try:
                wires.append(object_decoder(self._watched.wire).decode(raw))
            except (msgspec.ValidationError, UnicodeDecodeError):
                continue
        return wires, page.metadata


def _peek(body: bytes) -> str:
    """Return the continue token of a page whose metadata comes before its items, as servers write it; else nothing."""
    end = body.find(_ITEMS, 0, _MOST_HEAD)
    if end < 0:
        return ""
    try:
        return msgspec.json.decode(body[:end] + b'"items":[]}', type=prepared(RawPage)).metadata.more
    except (ValueError, RecursionError):
        return ""
