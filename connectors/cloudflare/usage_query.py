"""The text of a question to Cloudflare's analytics: one dataset, some days."""

from collections.abc import Iterable, Mapping, Sequence

_MOST_ROWS = 5000
_QUERY = (
    "query EdgeUsage($account: string!) {{ viewer {{ accounts(filter: {{accountTag: $account}}) {{ {parts} }} }} }}"
)


def dated_query(dataset: str, fields: str, days: Sequence[str], parts: Mapping[str, str]) -> str:
    """Return a query of a dataset whose rows tell their ``date``; ``days`` are ``YYYY-MM-DD``, ascending.

    ``parts`` are further filters by alias (an empty one: all).
    """
    span = f'date_geq: "{days[0]}", date_leq: "{days[-1]}"'
    return _joined(_part(alias, dataset, span + more, fields) for alias, more in parts.items())


def daily_query(dataset: str, fields: str, days: Sequence[str]) -> str:
    """Return a query of a dataset whose rows do not tell their day: each day under an alias of its own."""
    return _joined(
        _part(alias_of(day), dataset, f'datetime_geq: "{day}T00:00:00Z", datetime_leq: "{day}T23:59:59Z"', fields)
        for day in days
    )


def dated_days_query(dataset: str, fields: str, days: Sequence[str]) -> str:
    """Return a query of a dataset of many resources: all days together could be more rows than a part may have."""
    return _joined(_part(alias_of(day), dataset, f'date_geq: "{day}", date_leq: "{day}"', fields) for day in days)


def alias_of(day: str) -> str:
    """Return the name under which the rows of a day are asked for: ``d20261120``."""
    return f"d{day.replace('-', '')}"


def _joined(parts: Iterable[str]) -> str:
    return _QUERY.format(parts=" ".join(parts))


def _part(alias: str, dataset: str, conditions: str, fields: str) -> str:
    return f"{alias}: {dataset}(limit: {_MOST_ROWS}, filter: {{{conditions}}}) {{ {fields} }}"
