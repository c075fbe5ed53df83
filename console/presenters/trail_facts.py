"""One record of the trail in detail: facts, and its proof."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.format import UNKNOWN
from console.presenters.retold import retold

if TYPE_CHECKING:
    from console.domain.inclusion_proof import Receipt
    from console.presenters.trail_rows import TrailRow


def trail_facts(row: TrailRow) -> tuple[tuple[str, str], ...]:
    """Return names and values."""
    return (
        (t("Record"), str(row.sequence)),
        (t("Time"), row.at or UNKNOWN),
        (t("Done by"), row.actor or UNKNOWN),
        (t("Kind"), row.kind or UNKNOWN),
        (t("To what"), retold(row.what) or UNKNOWN),
        (t("Why"), retold(row.reason) or UNKNOWN),
        (t("Estate"), row.estate or UNKNOWN),
        (t("Connection"), row.connection or UNKNOWN),
        (t("Cell"), row.cell or UNKNOWN),
        (t("Trace"), row.trace_id or UNKNOWN),
        (t("SHA-256"), row.hash),
    )


def record_text(row: TrailRow) -> str:
    """Return a record as it was written, one field to a line; a line that is no JSON as it is."""
    try:
        return json.dumps(json.loads(row.line), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return row.line.decode("utf-8", "replace")


def proof_text(receipt: Receipt) -> str:
    """Return the proof that a record is below the newest signed checkpoint, as one can follow it by hand."""
    path = "\n".join(f"  {number:2}  {one}" for number, one in enumerate(receipt.path, 1)) or "  –"
    return "\n".join(
        (
            t("This record is in the trail that was signed for. Its leaf and these hashes lead to the signed root:"),
            path,
            "",
            t("The signed checkpoint (C2SP signed note):"),
            receipt.checkpoint,
            t(
                "As a file that verify_trail.py checks: cell-console trail show {number} -o json",
                number=receipt.sequence,
            ),
        )
    )
