"""``cell-console alerts``: what is wrong now, the worst first."""

from typing import TYPE_CHECKING

import click

from console.cli.alert_silence import silence
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.alert import Alert


@click.group(name="alerts", invoke_without_command=True, help=t("List the alerts of the estate, the worst first."))
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 600), default=15.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@click.pass_context
def command(context: click.Context, *, cached: bool, wait: float, output: str) -> None:
    """Print the alerts; exit code 3 when a connection could not be reached (what is known is printed all the same)."""
    if context.invoked_subcommand is None:
        context.invoke(_list, cached=cached, wait=wait, output=output)


command.add_command(silence)


@pass_invocation
def _list(invocation: Invocation, *, cached: bool, wait: float, output: str) -> None:
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.presenters.alert_board import TOPIC, estate_alerts  # noqa: PLC0415

    known = read_state(invocation, (TOPIC,), wait_s=wait, cached=cached)
    emit_sheet(_sheet(estate_alerts(known.state), known.now_s), output)
    if tell_known(invocation, known, (TOPIC,)):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _sheet(alerts: "tuple[Alert, ...]", now_s: float) -> Sheet:
    from console.presenters.alert_words import alert_state_word, where  # noqa: PLC0415
    from console.presenters.format import UNKNOWN, coarse  # noqa: PLC0415

    titles = (t("SEVERITY"), t("STATE"), t("ALERT"), t("WHERE"), t("AGE"), t("SUMMARY"), t("RUNBOOK"))
    cells = [
        (
            one.severity or UNKNOWN,
            alert_state_word(one.state),
            one.name or UNKNOWN,
            where(one) or UNKNOWN,
            coarse(max(0.0, now_s - one.started_s)) if one.started_s is not None else UNKNOWN,
            one.summary or UNKNOWN,
            one.runbook or UNKNOWN,
        )
        for one in alerts
    ]
    return Sheet(
        titles,
        cells,
        [_record(one) for one in alerts],
        frozenset({4}),
        names=(
            "alert",
            "state",
            "severity",
            "connection",
            "started_s",
            "summary",
            "runbook",
            "labels",
            "annotations",
            "silences",
            "receivers",
        ),
    )


def _record(one: "Alert") -> dict[str, object]:
    return {
        "alert": one.name,
        "state": one.state.value,
        "severity": one.severity,
        "connection": one.ref.connection,
        "started_s": one.started_s,
        "summary": one.summary,
        "runbook": one.runbook,
        "labels": dict(one.labels),
        "annotations": dict(one.annotations),
        "silences": list(one.silences),
        "receivers": list(one.receivers),
    }
