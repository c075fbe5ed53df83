"""``cell-console audit status``: the health of one project explained, and how its audits went."""

from typing import TYPE_CHECKING

import click

from console.cli.audit_projects import newest_record
from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.audits.audit_sight import AuditSight

_MOST_GAINS = 5


@click.command(name="status", help=t("Explain the health of PROJECT: its audits, and what would raise it most."))
@click.argument("project")
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def status(invocation: Invocation, project: str, output: str) -> None:
    """Print a row per audit of the last run, as the window shows them."""
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.presenters.audits.health_view import best_gain_text, gain_rows, reckoning_text  # noqa: PLC0415
    from console.presenters.audits.result_row import result_rows  # noqa: PLC0415 - msgspec

    now_s = SystemClock().now().timestamp()
    sight = _sight(invocation, project, now_s)
    rows = result_rows(sight, now_s)
    if output in {"json", "yaml"}:
        gains = [
            {"rule": one.rule, "points": round(one.points, 2), "findings": one.findings} for one in gain_rows(sight)
        ]
        health = sight.seen.health
        record = sight.record
        emit_value(
            {"project": record.project, "commit": record.commit, "at_s": record.at_s, "health": health.score,
             "partial": health.is_partial, "audits": [one.record() for one in rows], "gains": gains},
            output,
        )  # fmt: skip
        return
    titles = (t("Audit"), t("Status"), t("Score"), t("Rules"), t("Findings"), t("Last run"), t("Took"))
    cells = [
        (one.title, one.status, one.score_text, one.measured, one.counts or "0", one.when, f"{one.took_ms} ms")
        for one in rows
    ]
    emit_sheet(
        Sheet(
            titles,
            cells,
            [one.record() for one in rows],
            right=frozenset({2, 6}),
            names=("audit", "status", "score", "findings", "took_ms"),
        ),
        output,
    )
    invocation.note(reckoning_text(sight))
    invocation.note(best_gain_text(sight))
    for gain in gain_rows(sight)[:_MOST_GAINS]:
        invocation.note(
            t("{points} {rule} {title} ({count} findings)", points=gain.points_text, rule=gain.rule, title=gain.title,
              count=gain.findings)
        )  # fmt: skip


def _sight(invocation: Invocation, project: str, now_s: float) -> "AuditSight":
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.audit_sight_reading import read_sight  # noqa: PLC0415 - loads all rules

    return read_sight(audit_places(invocation.paths), newest_record(invocation, project), now_s)
