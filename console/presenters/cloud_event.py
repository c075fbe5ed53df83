"""Records of the trail as CloudEvents 1.0, for other systems."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.trail_record import TrailForm, TrailRecord


def cloud_event_lines(records: Iterable[TrailRecord]) -> str:
    """Return one JSON line for each record that can be read; source and id together are unique."""
    return "".join(_line(one, one.form) + "\n" for one in records if one.form is not None)


def _line(record: TrailRecord, form: TrailForm) -> str:
    event = {
        "specversion": "1.0",
        "id": record.hash,
        "source": "/cell-console/trail",
        "type": f"cell-console.{form.kind}",
        "time": form.at,
        "datacontenttype": "application/json",
        "data": json.loads(record.line),
    }
    if form.subject:
        event["subject"] = form.subject  # an empty one is not allowed
    if form.trace_id:
        event["traceparent"] = f"00-{form.trace_id}-{record.hash[:16]}-01"
    return json.dumps(event, ensure_ascii=False)
