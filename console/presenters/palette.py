"""What the palette offers of the state: cells and cluster objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nlargest
from typing import TYPE_CHECKING

from console.domain.workload import Pod, Workload
from console.kernel.i18n import t
from console.presenters.fuzzy import fuzzy_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from console.store.state import State


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One line: ``title`` is matched first, ``note`` is shown beside it, ``group`` says what it is.

    ``page`` and ``arguments`` lead to it; an entry that is an action has the key of the action as ``action``.
    """

    title: str
    note: str
    group: str
    icon: str
    page: str = ""
    arguments: tuple[tuple[str, str], ...] = ()
    action: str = ""
    keys: str = ""
    rank: int = field(default=0)


def cell_entries(state: State) -> Iterator[PaletteEntry]:
    """Yield the cells of the open estate."""
    if state.estate is not None:
        for cell in state.estate.cells:
            note = " · ".join(part for part in (cell.region or cell.team, cell.cluster) if part)
            yield PaletteEntry(cell.title or cell.key, note, t("Cell"), "cell", "cell", (("cell", cell.key),), rank=30)


def object_entries(state: State) -> Iterator[PaletteEntry]:
    """Yield workloads, then pods, of all clusters."""
    for wanted in (Workload, Pod):
        for table in state.objects.values():
            for row in table.rows.values():
                if isinstance(row, wanted):
                    ref = row.ref
                    arguments = (
                        ("connection", ref.connection),
                        ("group", ref.group),
                        ("kind", ref.kind),
                        ("name", ref.name),
                        ("namespace", ref.namespace),
                    )
                    note = f"{ref.namespace} · {ref.connection}"
                    yield PaletteEntry(ref.name, note, ref.kind, "resources", "resources", arguments)


def match(query: str, entries: Iterable[PaletteEntry], most: int) -> Sequence[PaletteEntry]:
    """Return the entries that fit best; all in their order when nothing is typed."""
    folded = query.casefold().strip()
    if not folded:
        return [entry for entry, _ in zip(entries, range(most), strict=False)]
    scored = (
        (score + entry.rank, -place, entry)
        for place, entry in enumerate(entries)
        if (score := _score(folded, entry)) is not None
    )
    return [entry for _score_, _place, entry in nlargest(most, scored, key=lambda one: one[:2])]


def _score(query: str, entry: PaletteEntry) -> int | None:
    by_title = fuzzy_score(query, entry.title.casefold())
    if by_title is not None:
        return by_title
    whole = fuzzy_score(query, f"{entry.title} {entry.note} {entry.group}".casefold())
    return None if whole is None else whole // 2
