"""Lists as the server prints them (Table), so that every kind has columns, custom ones too."""

from collections.abc import Sequence
from typing import Any

import msgspec

from connectors.common.fault import wrong_body
from connectors.common.whole import Whole
from connectors.kubernetes.kind import ListMeta, collection_path
from connectors.kubernetes.rows.meta import Named, ref_of
from connectors.kubernetes.session import ClusterSession
from console.domain.resource import ResourceKind
from console.kernel.prepared import prepared
from console.ports.cluster import ResourceTable, TableColumn, TableRow

_ACCEPT = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
_PAGE = 500
_MOST_CELL = 4096
_LARGEST = 2**63
_MOST_PAGES = 4000


class ColumnWire(msgspec.Struct):
    """The fields of a column definition."""

    name: str
    type: str = "string"
    priority: Whole = 0
    description: str = ""


class RowWire(msgspec.Struct):
    """The fields of a table row."""

    cells: list[Any] = []
    object: Named | None = None


class TableWire(msgspec.Struct, rename="camel"):
    """The fields of a Table, or of a plain list when the server knows no tables."""

    kind: str = ""
    metadata: ListMeta = msgspec.field(default_factory=ListMeta)
    column_definitions: list[ColumnWire] | None = None
    rows: list[RowWire] | None = None
    items: list[Named] | None = None


async def read_table(
    session: ClusterSession, kind: ResourceKind, namespace: str, selector: str, limit: int
) -> ResourceTable:
    """Return a table read in chunks; ``limit`` 0 reads everything. Raises ``ConnectorError``."""
    columns: Sequence[ColumnWire] = ()
    rows: list[TableRow] = []
    more, remaining = "", 0
    for _number in range(_MOST_PAGES):
        wanted = min(_PAGE, limit - len(rows)) if limit else _PAGE
        page = await _read_page(session, kind, namespace, _params(wanted, selector, more))
        columns = columns or page.column_definitions or ()
        rows.extend(_rows(page, kind, session.options.key))
        more, remaining = page.metadata.more, page.metadata.remaining
        if not more or (limit and len(rows) >= limit):
            break
    shown = tuple(TableColumn(one.name, one.type, one.priority, one.description) for one in columns)
    at_s = session.clock.now().timestamp()
    return ResourceTable(shown or (TableColumn("Name", "string", 0),), tuple(rows), at_s, remaining if more else 0)


def _params(limit: int, selector: str, more: str) -> dict[str, Any]:
    params: dict[str, Any] = {"limit": limit, "includeObject": "Metadata"}
    if selector:
        params["labelSelector"] = selector
    if more:
        params["continue"] = more
    return params


async def _read_page(session: ClusterSession, kind: ResourceKind, namespace: str, params: dict[str, Any]) -> TableWire:
    answer = await session.get(collection_path(kind, namespace), params, headers={"accept": _ACCEPT})
    try:
        return msgspec.json.decode(answer.body, type=prepared(TableWire))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise wrong_body(session.peer, str(error)) from None


def _rows(page: TableWire, kind: ResourceKind, connection: str) -> list[TableRow]:
    if page.kind != "Table":
        names = page.items or ()
        return [TableRow(ref_of(one.metadata, kind, connection), (one.metadata.name,)) for one in names]
    return [
        TableRow(ref_of(one.object.metadata, kind, connection), tuple(_cell(cell) for cell in one.cells))
        for one in page.rows or ()
        if one.object is not None
    ]


def _cell(cell: Any) -> object:
    """Return a cell as it is, or as bounded text where it is a structure or very long."""
    if cell is None or isinstance(cell, bool | float):
        return cell
    if isinstance(cell, int):
        return cell if abs(cell) < _LARGEST else str(cell)
    text = cell if isinstance(cell, str) else msgspec.json.encode(cell).decode()
    return text if len(text) <= _MOST_CELL else text[:_MOST_CELL] + "…"
