"""What of runbooks and runs needs a person now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.runbooks.run_rows import RunRow
    from console.presenters.runbooks.runbook_rows import RunbookRow


def what_needs_you(rows: tuple[RunbookRow, ...], runs: tuple[RunRow, ...]) -> str:
    """Return what needs a person, in one sentence; empty while nothing is known."""
    waiting = [row for row in runs if row.waits]
    if waiting:
        return t("Runs that wait for you: {count} · {title}", count=len(waiting), title=waiting[0].title)
    going = [row for row in runs if not row.run.is_over]
    if going:
        return t("Runs on their way: {count}; nothing waits for you.", count=len(going))
    holding = [row for row in rows if row.holds]
    if holding:
        return t("Runbooks whose symptoms hold now: {count} · {title}", count=len(holding), title=holding[0].title)
    return t("No symptom of a runbook holds now.") if rows else ""
