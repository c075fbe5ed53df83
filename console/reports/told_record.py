"""Which records of the trail a review tells of: how changes ended, and what became of rollouts and approvals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.trail_word import area_of

if TYPE_CHECKING:
    from console.domain.trail_record import TrailRecord

_ENDS = {"change.verified", "change.failed", "change.undone", "change.refused", "change.unknown"}
_AREAS = {"rollout", "approval"}


def is_told(record: TrailRecord) -> bool:
    """Return whether a review tells of a record; of one that cannot be read it does not."""
    kind = record.form.kind if record.form is not None else ""
    return kind in _ENDS or area_of(kind) in _AREAS
