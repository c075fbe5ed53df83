"""The sheets of ``cell-console cells --by``: services, layers, business indicators, templates, queues."""

from typing import TYPE_CHECKING

from console.cli.emit import Sheet
from console.kernel.i18n import t
from console.presenters.backpressure_rows import chain_rows
from console.presenters.business_rows import business_rows
from console.presenters.business_tiles import INDICATORS
from console.presenters.drift_rows import drift_rows
from console.presenters.format import UNKNOWN
from console.presenters.health_word import health_word
from console.presenters.layer_metrics import layer_metrics
from console.presenters.service_rows import FIGURES, service_rows
from console.presenters.signal_text import layer_label, signal_label

if TYPE_CHECKING:
    from typing import Any

    from console.domain.health import Health
    from console.estate.schema.cell import Cell
    from console.presenters.backpressure_rows import ChainRow
    from console.presenters.figure import Figure
    from console.presenters.layer_metrics import LayerMetric
    from console.presenters.service_rows import ServiceRow
    from console.store.state import State

_LINKS = ("lag", "keda", "hpa", "pods", "edge")


def cell_sheet(state: "State", by: str, cells: "tuple[Cell, ...]") -> Sheet:
    """Return the sheet of some cells by ``service``, ``layer``, ``business``, ``template`` or ``queue``."""
    make = {
        "service": _services, "layer": _layers, "business": _business, "template": _templates, "queue": _queues,
    }[by]  # fmt: skip
    return make(state, cells)


def _services(state: "State", cells: "tuple[Cell, ...]") -> Sheet:
    rows = [(cell.key, row) for cell in cells for row in service_rows(state, cell)]
    titles = (
        t("CELL"), t("SERVICE"), t("LAYER"), t("HEALTH"), t("READY"), *(signal_label(key) for key in FIGURES),
        t("IMAGE"), t("WHY"),
    )  # fmt: skip
    texts = [
        [
            cell, row.name, row.layer_text, health_word(row.health), row.replicas, *(one.text for one in row.figures),
            row.image.rpartition("/")[2], row.reason,
        ]
        for cell, row in rows
    ]  # fmt: skip
    names = ("cell", "service", "store", "layer", "health", "ready", "workload", "image", *FIGURES, "why")
    return Sheet(titles, texts, [_service(cell, row) for cell, row in rows], frozenset(range(4, 9)), names=names)


def _service(cell: str, row: "ServiceRow") -> "dict[str, Any]":
    return {
        "cell": cell,
        "service": row.name,
        "store": row.is_store,
        "layer": row.layer.value,
        "health": _health(row.health),
        "ready": _told(row.replicas),
        "workload": _told(row.workload),
        "image": _told(row.image),
        **{one.key: one.value for one in row.figures},
        "why": row.reason,
    }


def _layers(state: "State", cells: "tuple[Cell, ...]") -> Sheet:
    wanted = {one.key for one in cells}
    rows = [row for row in layer_metrics(state) if row.cell in wanted]
    titles = (t("CELL"), t("LAYER"), t("METRIC"), t("VALUE"), t("HEALTH"), t("FIRST STRATEGY"), t("WHY"))
    texts = [
        [
            row.cell, layer_label(row.layer), row.figure.label, row.figure.text, _word(row.figure),
            row.strategy, row.advice,
        ]
        for row in rows
    ]  # fmt: skip
    names = ("cell", "layer", "metric", "value", "health", "layer_health", "strategy", "why", "query", "source")
    return Sheet(titles, texts, [_layer(row) for row in rows], frozenset({3}), names=names)


def _layer(row: "LayerMetric") -> "dict[str, Any]":
    proof, judged = row.figure.evidence, row.figure.severity
    return {
        "cell": row.cell,
        "layer": row.layer.value,
        "metric": row.figure.key,
        "value": row.figure.value,
        "health": None if judged is None else _health(judged),
        "layer_health": _health(row.health),
        "strategy": row.strategy,
        "why": row.advice,
        "query": "" if proof is None else proof.query,
        "source": "" if proof is None else proof.connection,
    }


def _business(state: "State", cells: "tuple[Cell, ...]") -> Sheet:
    wanted = {one.key for one in cells}
    rows = [row for row in business_rows(state) if row.cell in wanted]
    titles = (t("CELL"), t("HEALTH"), *(signal_label(key) for key in INDICATORS))
    texts = [[row.cell, health_word(row.health), *(one.text for one in row.figures)] for row in rows]
    records = [
        {"cell": row.cell, "health": _health(row.health), **{one.key: one.value for one in row.figures}} for row in rows
    ]
    return Sheet(titles, texts, records, frozenset(range(2, len(titles))), names=("cell", "health", *INDICATORS))


def _templates(state: "State", cells: "tuple[Cell, ...]") -> Sheet:
    rows = [(cell, row) for cell in cells for row in drift_rows(state, cell) or ()]
    titles = (t("CELL"), t("TEMPLATE"), t("WHERE"), t("WHAT"), t("TEMPLATE ASKS FOR"), t("FOUND"))
    texts = [[cell.key, cell.template or "", row.side, row.path, row.expected, row.found] for cell, row in rows]
    records = [
        {
            "cell": cell.key,
            "template": cell.template,
            "where": row.side,
            "what": row.path,
            "expected": _told(row.expected),
            "found": _told(row.found),
        }
        for cell, row in rows
    ]
    return Sheet(titles, texts, records, names=("cell", "template", "where", "what", "expected", "found"))


def _queues(state: "State", cells: "tuple[Cell, ...]") -> Sheet:
    rows = [(cell.key, row) for cell in cells for row in chain_rows(state, cell.key)]
    rows.sort(key=lambda one: -one[1].health)
    titles = (t("CELL"), t("QUEUE"), t("HEALTH"), t("Kafka lag"), t("KEDA"), t("HPA"), t("Pods"), t("Edge"), t("WHY"))
    texts = [
        [cell, row.name, health_word(row.health), *(link.value for link in row.links), row.summary]
        for cell, row in rows
    ]
    names = ("cell", "queue", "health", *_LINKS, "stops_at", "why")
    return Sheet(titles, texts, [_queue(cell, row) for cell, row in rows], frozenset(range(3, 8)), 90, names)


def _queue(cell: str, row: "ChainRow") -> "dict[str, Any]":
    links = {one.link.value: one.amount for one in row.links}
    stop = next((one.link.value for one in row.links if one.sentence), None)
    return {
        "cell": cell,
        "queue": row.name,
        "health": _health(row.health),
        **{name: links.get(name) for name in _LINKS},
        "stops_at": stop,
        "why": row.summary,
    }


def _health(health: "Health") -> str:
    return health.name.lower()


def _word(figure: "Figure") -> str:
    return t("No limit") if figure.severity is None else health_word(figure.severity)


def _told(text: str) -> str | None:
    return None if text == UNKNOWN else text
