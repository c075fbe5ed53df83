"""``cell-console capacity chaos``: chaos experiments, and whether the alerts that they had to set off fired."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import ConnectorError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.services.session import Session

_WAIT_S = 60.0


@click.command(name="chaos", help=t("List chaos experiments with their outcome, and whether the expected alert fired."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def chaos(invocation: Invocation, *, output: str) -> None:
    """Exit code 1 when one failed or its alert did not fire, 3 when a cluster could not be read."""
    from console.cli.opened import opened  # noqa: PLC0415 - heavy: connectors
    from console.domain.health import Health  # noqa: PLC0415
    from console.presenters.chaos_rows import chaos_rows  # noqa: PLC0415

    with opened(invocation) as session:
        troubles = _read(session)
        session.store.drain(_WAIT_S)
        rows = chaos_rows(session.store.state, session.clock.now().timestamp())
    titles = (
        t("EXPERIMENT"), t("KIND"), t("TOOL"), t("AIMED AT"), t("OUTCOME"), t("WHEN"), t("TOOK"), t("EXPECTED ALERT"),
        t("ALERT"),
    )  # fmt: skip
    cells = [
        [one.name, one.kind, one.tool, one.target, one.outcome, one.when, one.took, one.alert, one.fired]
        for one in rows
    ]
    records = [
        {
            "name": one.name,
            "kind": one.kind,
            "tool": one.tool,
            "target": one.target,
            "outcome": one.experiment.outcome.value,
            "verdict": one.experiment.verdict,
            "began_s": one.experiment.began_s,
            "ended_s": one.experiment.ended_s,
            "expected_alert": one.experiment.expected_alert,
            "alert_fired": one.experiment.alert_fired,
            "query": one.experiment.query,
        }
        for one in rows
    ]
    emit_sheet(
        Sheet(
            titles,
            cells,
            records,
            names=(
                "name",
                "kind",
                "tool",
                "target",
                "outcome",
                "verdict",
                "began_s",
                "ended_s",
                "expected_alert",
                "alert_fired",
                "query",
            ),
        ),
        output,
    )
    for sentence in troubles:
        invocation.note(sentence)
    if troubles:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
    if any(one.health in {Health.CRITICAL, Health.WARNING} for one in rows):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _read(session: "Session") -> list[str]:
    """Read every cluster into the store; return a sentence for each that failed."""
    from console.domain.chaos_experiment import TOPIC  # noqa: PLC0415
    from console.domain.event import ObjectsListed  # noqa: PLC0415
    from console.ports.cluster import ClusterReader  # noqa: PLC0415
    from console.ports.metric import MetricReader  # noqa: PLC0415
    from console.services.chaos_reading import read_chaos  # noqa: PLC0415

    troubles, now_s = [], session.clock.now().timestamp()
    estate = session.open.estate if session.open is not None else None
    for one in estate.clusters if estate is not None else ():
        server = next((cell.prometheus for cell in estate.cells if cell.cluster == one.key), "") if estate else ""
        reader, metrics = session.offered(one.key, ClusterReader), session.offered(server or "", MetricReader)
        if reader is None:
            continue
        try:
            rows = session.runtime.run(read_chaos(reader, metrics, now_s), _WAIT_S)
        except ConnectorError as fault:
            troubles.append(f"{one.key}: {fault.message} {fault.hint}".strip())
            continue
        except TimeoutError:
            troubles.append(
                t("{connection}: no answer in time, so what it has recorded is left out.", connection=one.key)
            )
            continue
        session.store.dispatch(ObjectsListed(one.key, TOPIC, rows, now_s))
    return troubles
