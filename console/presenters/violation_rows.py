"""What breaks the rules of the clusters (Gatekeeper), one row for each violation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.policy_constraint import PolicyConstraint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.policy_constraint import PolicyViolation
    from console.estate.schema.cell import Cell
    from console.estate.schema.estate import Estate
    from console.store.state import State

TOPIC = "constraints"
_HARDEST = ("deny", "scoped", "warn", "dryrun")


class ViolationRow(NamedTuple):
    """``cell`` is empty where the namespace belongs to none; ``action`` is deny, warn or dryrun."""

    cluster: str
    cell: str
    rule: str
    action: str
    who: str
    message: str
    audited_at_s: float | None


def cell_violations(state: State, cell: Cell) -> tuple[ViolationRow, ...] | None:
    """Return the violations of a cell; ``None``: nobody has told of its cluster's rules."""
    table = state.objects.get((cell.cluster, TOPIC))
    return None if table is None or not table.rows else violation_rows(state, cell.key)


def violation_rows(state: State, cell: str = "") -> tuple[ViolationRow, ...]:
    """Return the violations of every cluster, or of one cell, those of rules that refuse first."""
    rows = [row for one in _constraints(state) for row in _rows(state.estate, one)]
    chosen = [row for row in rows if cell in {"", row.cell}]
    return tuple(sorted(chosen, key=lambda row: (_hardness(row.action), row.cluster, row.cell, row.rule, row.who)))


def unlisted(state: State) -> int:
    """Return how many violations Gatekeeper counts beyond those that it lists."""
    return sum(max(0, (one.total or 0) - len(one.violations)) for one in _constraints(state))


def _constraints(state: State) -> Iterator[PolicyConstraint]:
    for (_, topic), table in state.objects.items():
        if topic == TOPIC:
            yield from (one for one in table.rows.values() if isinstance(one, PolicyConstraint))


def _rows(estate: Estate | None, one: PolicyConstraint) -> Iterator[ViolationRow]:
    for found in one.violations:
        yield ViolationRow(
            one.ref.connection,
            _cell_of(estate, one.ref.connection, found),
            f"{one.ref.kind} {one.ref.name}",
            found.action or one.enforcement,
            f"{found.kind} {found.namespace}/{found.name}" if found.namespace else f"{found.kind} {found.name}",
            found.message,
            one.audited_at_s,
        )


def _cell_of(estate: Estate | None, cluster: str, found: PolicyViolation) -> str:
    cells = estate.cells if estate is not None else ()
    here = (one for one in cells if one.cluster == cluster and found.namespace in one.selectors.namespaces)
    return next((one.key for one in here), "")


def _hardness(action: str) -> int:
    return _HARDEST.index(action) if action in _HARDEST else len(_HARDEST)
