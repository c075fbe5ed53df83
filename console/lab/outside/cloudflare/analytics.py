"""Answering queries of the analytics: records of the days, grouped by the dimensions that are asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from graphql import FieldNode, GraphQLError, GraphQLResolveInfo, GraphQLSchema, build_schema, graphql_sync

from console.lab.edge.edge_account import EdgeAccount
from console.lab.edge.usage_log import day_number, day_text
from console.lab.outside.cloudflare.analytics_record import Record, records
from console.lab.outside.cloudflare.analytics_schema import DATASETS, schema_text
from console.lab.simulator.demand import DAY_S

_MOST_ROWS = 10_000
_TIMES = ("date_geq", "date_leq", "datetime_geq", "datetime_leq")


class Analytics:
    """Answers with data and errors; a query that is not of the schema is refused by name, as at the provider."""

    def __init__(self, account: EdgeAccount, now_s: Callable[[], float]) -> None:
        self._account = account
        self._now_s = now_s

    @cached_property
    def _schema(self) -> GraphQLSchema:
        return build_schema(schema_text())

    def answer(self, text: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The body of the answer."""
        found = graphql_sync(
            self._schema, text, {"viewer": {"accounts": self._accounts}}, variable_values=dict(variables)
        )
        errors = [_error(one) for one in found.errors or ()]
        return {"data": found.data, "errors": errors or None}

    def _accounts(self, _info: GraphQLResolveInfo[Any], filter: Mapping[str, str]) -> list[dict[str, Any]]:  # noqa: A002
        if filter["accountTag"] != self._account.id:
            raise GraphQLError("not authorized for that account", extensions={"code": "authz"})
        return [dict.fromkeys(DATASETS, self._rows)]

    def _rows(
        self,
        info: GraphQLResolveInfo[Any],
        limit: int,
        filter: Mapping[str, str] | None = None,  # noqa: A002
    ) -> list[dict[str, Any]]:
        if limit > _MOST_ROWS:
            raise GraphQLError(f"limit must be at most {_MOST_ROWS}", extensions={"code": "quota"})
        wanted = filter or {}
        of = {name: value for name, value in wanted.items() if name not in _TIMES}
        kept = [
            (day, one)
            for day in self._days(info.field_name, wanted)
            for one in records(self._account, info.field_name, day, self._now_s())
            if all(one.dimensions.get(name) == value for name, value in of.items())
        ]
        return list(_grouped(kept, _asked_dimensions(info)))[:limit]

    def _days(self, dataset: str, wanted: Mapping[str, str]) -> range:
        today = int(self._now_s() // DAY_S)
        try:
            first = day_number(wanted.get("date_geq") or wanted.get("datetime_geq") or day_text(today))
            last = day_number(wanted.get("date_leq") or wanted.get("datetime_leq") or day_text(today))
        except ValueError:
            raise GraphQLError("cannot parse the time of the filter", extensions={"code": "parse"}) from None
        if first < today - DATASETS[dataset].days:
            raise GraphQLError(
                f"cannot request data older than {DATASETS[dataset].days * int(DAY_S)}s", extensions={"code": "quota"}
            )
        return range(first, min(last, today) + 1)


def _asked_dimensions(info: GraphQLResolveInfo[Any]) -> tuple[str, ...]:
    for node in info.field_nodes:
        for part in node.selection_set.selections if node.selection_set else ():
            if isinstance(part, FieldNode) and part.name.value == "dimensions" and part.selection_set:
                return tuple(one.name.value for one in part.selection_set.selections if isinstance(one, FieldNode))
    return ()


def _grouped(kept: Iterable[tuple[int, Record]], names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    groups: dict[tuple[str, ...], list[Record]] = {}
    for day, one in kept:
        told = {**one.dimensions, "date": day_text(day), "datetime": f"{day_text(day)}T00:00:00Z"}
        groups.setdefault(tuple(told.get(name, "") for name in names), []).append(one)
    for values, group in groups.items():
        yield {
            "dimensions": dict(zip(names, values, strict=True)),
            "sum": _combined([one.sum for one in group], sum),
            "max": _combined([one.max for one in group], max),
            "quantiles": _averages(group),
            "count": round(sum(one.count for one in group)),
        }


def _combined(parts: list[Mapping[str, float]], how: Callable[[list[float]], float]) -> dict[str, int]:
    return {name: round(how([one[name] for one in parts])) for name in parts[0]}


def _averages(group: list[Record]) -> dict[str, float]:
    weight = sum(one.weight for one in group) or 1.0
    return {
        name: round(sum(one.quantiles[name] * one.weight for one in group) / weight, 3) for name in group[0].quantiles
    }


def _error(error: GraphQLError) -> dict[str, Any]:
    return {
        "message": error.message,
        "path": error.path,
        "extensions": {"code": "parse", **(error.extensions or {})},
    }
