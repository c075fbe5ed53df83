"""Replaying weights: which cells would have had more than they can take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class CellReplay(NamedTuple):
    """A cell under other weights: its peak (requests per second) and the step of it, and how long it was too much.

    ``capacity`` is ``None`` where nobody states one; ``over_s`` and ``excess`` (requests beyond it) are then too.
    ``before_s`` is how long the weights of the time were too much. ``known_s`` is how much of the time is known.
    """

    part: str
    share: float
    peak: float
    peak_step: int
    capacity: float | None
    over_s: float | None
    excess: float | None
    before_s: float | None
    known_s: float


def replay_weights(
    observed: Mapping[str, NDArray[np.float64]],
    shares: Mapping[str, float],
    capacities: Mapping[str, float],
    step_s: float,
) -> tuple[CellReplay, ...]:
    """Return every part of ``shares`` under them; ``observed`` are its requests per second in the same steps.

    What arrived altogether is spread anew. A step in which any part is unknown says nothing: it would look like a lull.
    Empty when nothing is known.
    """
    parts = [part for part in shares if part in observed]
    if not parts:
        return ()
    table = np.vstack([observed[part] for part in parts])
    known = np.isfinite(table).all(axis=0)
    if not known.any():
        return ()
    total = np.where(known, table.sum(axis=0), 0.0)
    known_s = float(known.sum()) * step_s
    return tuple(
        _cell(part, shares[part], total, np.where(known, observed.get(part, 0.0), 0.0), capacities.get(part), step_s)
        ._replace(known_s=known_s)
        for part in shares
    )  # fmt: skip


def _cell(
    part: str,
    share: float,
    total: NDArray[np.float64],
    before: NDArray[np.float64],
    capacity: float | None,
    step_s: float,
) -> CellReplay:
    moved = total * share
    place = int(moved.argmax())
    if capacity is None:
        return CellReplay(part, share, float(moved[place]), place, None, None, None, None, 0.0)
    over = moved > capacity
    return CellReplay(
        part,
        share,
        float(moved[place]),
        place,
        capacity,
        float(over.sum()) * step_s,
        float((moved[over] - capacity).sum()) * step_s,
        float((before > capacity).sum()) * step_s,
        0.0,
    )
