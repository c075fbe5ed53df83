"""One look at a cluster in kubectl's words: the answer as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from console.domain.resource import ResourceRef
from console.estate.write_yaml import yaml_text
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.runbooks.length import seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.resource import ResourceKind
    from console.ports.cluster import ClusterReader, ResourceTable, TableRow

_MOST_LINES = 500
_MOST_ROWS = 500
_USUAL_TAIL = 200


async def cluster_look(cluster: ClusterReader, connection: str, spec: Mapping[str, Any]) -> str:
    """Return what a cluster answers; raise ``ConnectorError``, or ``UserError`` for what it does not have."""
    verb, words, options = spec["verb"], list(spec["arguments"]), dict(spec["options"])
    if verb == "logs":
        return await _logs(cluster, connection, words, options)
    if verb == "can-i":
        kind = await _kind(cluster, words[1])
        found = await cluster.allowed(words[0], kind, options.get("namespace", ""))
        return f"{'yes' if found.allowed else 'no'} {found.reason}".strip()
    kind = await _kind(cluster, words[0])
    if verb == "get":
        return await _get(cluster, connection, kind, words[1:], options)
    ref = _ref(connection, kind, words[1], options)
    events = await cluster.events(ref)
    lines = [f"{one.type}  {one.reason}  x{one.count}  {one.message}" for one in events[:_MOST_LINES]]
    if verb == "events":
        return "\n".join(lines) or t("no events")
    return "\n".join([_yaml(await cluster.read(ref)), "Events:", *lines])


async def _get(
    cluster: ClusterReader, connection: str, kind: ResourceKind, names: Sequence[str], options: Mapping[str, str]
) -> str:
    output = options.get("output", "")
    if names and output == "json":
        return _json(await cluster.read(_ref(connection, kind, names[0], options)))
    space = "" if "all" in options or not kind.namespaced else options.get("namespace", "default")
    table = await cluster.table(kind, space, selector=options.get("selector", ""), limit=_MOST_ROWS)
    rows = [one for one in table.rows if not names or one.ref.name == names[0]]
    if names and not rows:
        raise UserError(t("The cluster has no {kind} {name}.", kind=kind.kind, name=names[0]))
    if output == "name":
        word = f"{kind.kind.lower()}.{kind.group}" if kind.group else kind.kind.lower()
        return "\n".join(f"{word}/{one.ref.name}" for one in rows)
    return _text(table, rows, wide=output == "wide", everywhere="all" in options)


def _text(table: ResourceTable, rows: Sequence[TableRow], *, wide: bool, everywhere: bool) -> str:
    shown = [place for place, one in enumerate(table.columns) if wide or one.priority == 0]
    lines = [[table.columns[place].name.upper() for place in shown]]
    lines += [[str(row.cells[place]) for place in shown] for row in rows]
    if everywhere:
        lines = [[first, *line] for first, line in zip(["NAMESPACE", *(row.ref.namespace for row in rows)], lines,
                                                      strict=True)]  # fmt: skip
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    if table.remaining:
        text.append(t("… and {count} more", count=table.remaining))
    return "\n".join(text)


async def _logs(cluster: ClusterReader, connection: str, words: Sequence[str], options: Mapping[str, str]) -> str:
    pods = [words[0].removeprefix("pod/").removeprefix("pods/")] if words else await _pods(cluster, options)
    lines: list[str] = []
    for pod in pods:
        reading = cluster.logs(
            ResourceRef(connection, "Pod", options.get("namespace", "default"), pod),
            options.get("container", ""),
            tail_lines=int(options.get("tail", _USUAL_TAIL)),
            since_s=round(seconds(options["since"])) if "since" in options else None,
            previous="previous" in options,
        )
        async for line in reading:
            lines.append(line if len(pods) == 1 else f"[{pod}] {line}")
            if len(lines) >= _MOST_LINES:
                return "\n".join(lines)
    return "\n".join(lines)


async def _pods(cluster: ClusterReader, options: Mapping[str, str]) -> list[str]:
    kind = await _kind(cluster, "pods")
    space = options.get("namespace", "default")
    table = await cluster.table(kind, space, selector=options["selector"], limit=20)
    return [one.ref.name for one in table.rows]


async def _kind(cluster: ClusterReader, word: str) -> ResourceKind:
    wanted = word.lower()
    for one in await cluster.kinds():
        names = {one.plural, one.kind.lower(), *one.short_names, f"{one.plural}.{one.group}"}
        if wanted in names:
            return one
    raise UserError(t("The cluster has no kind {name}.", name=repr(word)), t("`kubectl api-resources` lists them."))


def _ref(connection: str, kind: ResourceKind, name: str, options: Mapping[str, str]) -> ResourceRef:
    space = options.get("namespace", "default") if kind.namespaced else ""
    return ResourceRef(connection, kind.kind, space, name, kind.group)


def _json(raw: bytes) -> str:
    found = _plain(raw)
    return found if isinstance(found, str) else json.dumps(found, indent=4, ensure_ascii=False)


def _yaml(raw: bytes) -> str:
    found = _plain(raw)
    return found if isinstance(found, str) else yaml_text(found)


def _plain(raw: bytes) -> Any:
    """Return an object without who wrote which field, or the text that is none."""
    try:
        found = json.loads(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")
    if isinstance(found, dict) and isinstance(found.get("metadata"), dict):
        found["metadata"].pop("managedFields", None)
    return found
