"""Rows of the Routing page as sheets: for people and, with stable names, for programs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from console.cli.emit import Sheet
from console.domain.operation_form import operation_form
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, percent
from console.presenters.health_word import health_word
from console.presenters.routing.limit_change import limit_change

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate
    from console.presenters.routing.limit_row import LimitRow
    from console.presenters.routing.router_row import RouterRow, RouterTarget
    from console.presenters.routing.switch_row import SwitchRow

_ROUTER = ("router", "kind", "connection", "namespace", "name", "place", "target", "cell", "agreed", "configured",
           "observed", "rps", "drift", "health", "why", "query")  # fmt: skip
_LIMIT = ("limit", "kind", "connection", "namespace", "name", "entry", "scope", "unit", "now", "used", "peak", "share",
          "forecast_peak", "proposal", "why", "health", "change", "evidence")  # fmt: skip
_SWITCH = ("entry", "kind", "connection", "namespace", "name", "value", "other", "change")


def router_sheet(rows: "Sequence[RouterRow]") -> Sheet:
    """Return a line per target; a router of which no target is known has one line."""
    pairs = [(row, target) for row in rows for target in (row.targets or (None,))]
    titles = (t("ROUTER"), t("TARGET"), t("HEALTH"), t("AGREED"), t("CONFIGURED"), t("OBSERVED"), t("FOUND"))
    cells = [
        [row.title, target.title if target is not None else UNKNOWN, health_word(row.health), *_shares(target),
         row.sentence]
        for row, target in pairs
    ]  # fmt: skip
    return Sheet(
        titles, cells, [_router(row, target) for row, target in pairs], frozenset({3, 4, 5}), widest=80, names=_ROUTER
    )


def _shares(target: "RouterTarget | None") -> list[str]:
    if target is None:
        return [UNKNOWN] * 3
    return [percent(one) for one in (target.shares.agreed, target.shares.configured, target.shares.observed)]


def _router(row: "RouterRow", target: "RouterTarget | None") -> Mapping[str, Any]:
    shares = target.shares if target is not None else None
    return {
        "router": row.key, "kind": row.kind, "connection": row.connection, "namespace": row.namespace,
        "name": row.name, "place": row.place, "target": target.name if target is not None else None,
        "cell": shares.cell if shares is not None and row.kind != "ConfigMap" else None,
        "agreed": shares.agreed if shares is not None else None,
        "configured": shares.configured if shares is not None else None,
        "observed": shares.observed if shares is not None else None,
        "rps": shares.rate if shares is not None else None,
        "drift": row.drift, "health": row.health.name.lower(), "why": row.sentence, "query": row.query,
    }  # fmt: skip


def limit_sheet(estate: "Estate | None", rows: "Sequence[LimitRow]") -> Sheet:
    """Return a line per limit with the change that sets what is proposed."""
    titles = (t("LIMIT"), t("HEALTH"), t("NOW"), t("IN USE"), t("PEAK"), t("PROPOSED"), t("BECAUSE"))
    cells = [
        [row.title, health_word(row.health), *(row.amount(one) for one in (row.limit, row.used, row.peak)),
         row.amount(row.proposal), row.reason or UNKNOWN]
        for row in rows
    ]  # fmt: skip
    records = [_limit(estate, row) for row in rows]
    return Sheet(titles, cells, records, frozenset({2, 3, 4, 5}), widest=80, names=_LIMIT)


def _limit(estate: "Estate | None", row: "LimitRow") -> Mapping[str, Any]:
    return {
        "limit": row.title, "kind": row.kind.value, "connection": row.connection, "namespace": row.namespace,
        "name": row.place, "entry": row.entry, "scope": row.scope, "unit": row.unit, "now": row.limit,
        "used": row.used, "peak": row.peak, "share": row.share, "forecast_peak": row.ahead,
        "proposal": row.proposal, "why": row.reason, "health": row.health.name.lower(),
        "change": _proposed(estate, row), "evidence": row.evidence,
    }  # fmt: skip


def _proposed(estate: "Estate | None", row: "LimitRow") -> Mapping[str, Any] | None:
    if row.proposal is None or row.proposal == row.limit:
        return None
    try:
        return operation_form(limit_change(estate, row, row.proposal))
    except UserError:
        return None


def switch_sheet(rows: "Sequence[SwitchRow]") -> Sheet:
    """Return a line per entry with the change that turns a switch over."""
    titles = (t("SETTING"), t("KIND"), t("VALUE"), t("OTHER POSITION"), t("OBJECT"), t("CONNECTION"))
    cells = [
        [row.entry, row.kind, row.value, row.other or UNKNOWN, f"{row.namespace}/{row.name}", row.connection]
        for row in rows
    ]
    records = [
        {
            "entry": row.entry, "kind": "switch" if row.other else "ttl", "connection": row.connection,
            "namespace": row.namespace, "name": row.name, "value": row.value, "other": row.other or None,
            "change": operation_form(row.change(row.other)) if row.other else None,
        }
        for row in rows
    ]  # fmt: skip
    return Sheet(titles, cells, records, widest=60, names=_SWITCH)
