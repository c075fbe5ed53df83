"""``cell-console judge``: is a canary worse than its baseline? From a file, or from a metric server."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from console.cli.duration import to_seconds
from console.cli.emit import output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.no_metric_server import no_metric_server
from console.cli.number_range import NumberRange
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from console.cli.judge_sheet import Judged
    from console.services.session import Session

Answer = TypeVar("Answer")
_WAIT_S = 60.0
_OF_A_SERVER = ("baseline", "canary", "metric", "bad", "over", "since", "connection")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What to ask a metric server for."""

    baseline: str
    canary: str
    metric: str
    bad: str
    over: float | None
    since: float
    final: bool
    connection: str
    cell: str


@click.command(
    name="judge", help=t("Judge a canary by its baseline: from a file of both arms, or from a metric server.")
)
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--baseline", default="", help=t("Series selector of the baseline, instead of a file."))
@click.option("--canary", default="", help=t("Series selector of the canary."))
@click.option(
    "--metric",
    type=click.Choice(["errors", "latency", "accuracy"]),
    default="errors",
    show_default=True,
    help=t("What is compared."),
)
@click.option("--bad", default="", help=t("Label matchers of bad events; default for errors: those of code 5xx."))
@click.option("--over", type=NumberRange(0, 1_000_000), help=t("Seconds over which a request is slow."))
@click.option("--since", callback=to_seconds, default="1h", show_default=True, help=t("How far back to look: 15m, 6h."))
@click.option("--final", is_flag=True, help=t("This is the one look at a fixed end: ranks of latency count too."))
@click.option("-c", "--connection", default="", help=t("Metric server; default the first one."))
@click.option("--cell", default="", help=t("Judge the canaries of the rollouts of this cell, instead of a file."))
@click.option("--schema", is_flag=True, help=t("Print the JSON Schema of the file and end."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
@click.pass_context
def command(
    ctx: click.Context,
    invocation: Invocation,
    *,
    file: Path | None,
    baseline: str,
    canary: str,
    metric: str,
    bad: str,
    over: float | None,
    since: float,
    final: bool,
    connection: str,
    cell: str,
    schema: bool,
    output: str,
) -> None:
    """Print the verdict; exit code 0 for a pass, 1 for a failure and for too little data."""
    from console.cli.judge_sheet import emit_canaries, emit_judged  # noqa: PLC0415 - the judge and its texts

    if schema:
        from console.estate.judge.judge_document import judge_schema_text  # noqa: PLC0415 - heavy: pydantic

        click.echo(judge_schema_text(), nl=False)
        return
    if file is not None:
        _refuse_beside(ctx, "FILE", (*_OF_A_SERVER, "cell"))
    elif cell:
        _refuse_beside(ctx, "--cell", (*_OF_A_SERVER, "final"))
    asked = _Asked(baseline, canary, metric, bad, over, since, final, connection, cell)
    judged: tuple[Judged, ...]
    if cell and file is None:
        judged = _of_cell(invocation, asked)
        emit_canaries(invocation, judged, output)
    else:
        judged = (_from_file(file, final=final) if file is not None else _from_server(invocation, asked),)
        emit_judged(invocation, judged[0], output)
    if not all(one.passed for one in judged):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _refuse_beside(ctx: click.Context, way: str, names: tuple[str, ...]) -> None:
    """Raise ``UserError`` when options were given that have no effect on this way of judging."""
    given = [f"--{name}" for name in names if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT]
    if given:
        raise UserError(
            t("{options} cannot be used together with {way}.", options=", ".join(given), way=way),
            t("Leave one of them out."),
        )


def _from_file(file: Path, *, final: bool) -> "Judged":
    from console.cli.judge_sheet import Judged  # noqa: PLC0415
    from console.domain.judge.judgement import judge  # noqa: PLC0415
    from console.domain.judge.kayenta.from_counts import kayenta_metrics, points  # noqa: PLC0415
    from console.domain.judge.kayenta.score import kayenta_verdict  # noqa: PLC0415
    from console.estate.judge.judge_document import read_judge_document  # noqa: PLC0415 - heavy: pydantic

    document = read_judge_document(file)
    metrics = tuple(one.compared() for one in document.metrics)
    given = tuple(one.metric() for one in document.kayenta.metrics)
    return Judged(
        judge(metrics, document.rule(), canary_share=document.canary_share, final=final or document.final),
        kayenta_verdict(given or kayenta_metrics(metrics), document.kayenta.config()),
        min((len(one.experiment) for one in given), default=points(metrics)),
    )


def _from_server(invocation: Invocation, asked: _Asked) -> "Judged":
    from console.cli.judge_sheet import Judged  # noqa: PLC0415
    from console.cli.opened import opened  # noqa: PLC0415 - heavy: connectors
    from console.domain.judge.arm_query import FAILED, arm_query  # noqa: PLC0415
    from console.domain.judge.compared_metric import MetricKind  # noqa: PLC0415
    from console.domain.judge.judgement import judge  # noqa: PLC0415
    from console.domain.judge.kayenta.from_counts import kayenta_metrics, points  # noqa: PLC0415
    from console.domain.judge.kayenta.score import kayenta_verdict  # noqa: PLC0415
    from console.ports.metric import MetricReader  # noqa: PLC0415
    from console.services.judging import evidence_text, read_metric  # noqa: PLC0415

    if not asked.baseline or not asked.canary:
        raise UserError(
            t("There is nothing to judge."), t("Give a file, or --baseline and --canary with series selectors.")
        )
    kind = MetricKind(asked.metric)
    if kind is MetricKind.ACCURACY and not asked.bad:
        raise UserError(t("Which answers are wrong is not known."), t("Name their labels with --bad."))
    query = arm_query(asked.metric, kind, asked.baseline, asked.canary, bad=asked.bad or FAILED, over=asked.over)
    with opened(invocation) as session:
        servers = [one.key for one in invocation.load_estate().estate.prometheus]
        key = asked.connection or next(iter(servers), "")
        reader = session.offered(key, MetricReader)
        if reader is None:
            raise no_metric_server(key, servers)
        now_s = session.clock.now().timestamp()
        metric, step_s = _answered(session, key, read_metric(reader, query, now_s - asked.since, now_s))
    metrics = (metric,)
    return Judged(
        judge(metrics, final=asked.final),
        kayenta_verdict(kayenta_metrics(metrics)),
        points(metrics),
        {query.name: evidence_text(query, step_s)},
    )


def _answered(session: "Session", server: str, work: "Coroutine[Any, Any, Answer]") -> Answer:
    try:
        return session.runtime.run(work, _WAIT_S)
    except TimeoutError:
        raise ConnectorError(
            ErrorKind.TIMEOUT,
            t("The metric server {key} has not answered within {seconds} s.", key=server, seconds=round(_WAIT_S)),
            t("See what ails it with: cell-console doctor"),
        ) from None


def _of_cell(invocation: Invocation, asked: _Asked) -> "tuple[Judged, ...]":
    """Read and judge every canary of a cell; raise ``UserError`` when there is none.

    Exit code 3 when nobody could say whether there is one.
    """
    from console.cli.judge_sheet import Judged  # noqa: PLC0415
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: connectors
    from console.cli.opened import opened  # noqa: PLC0415
    from console.domain.judge.judged_canary import judge_canary  # noqa: PLC0415
    from console.ports.metric import MetricReader  # noqa: PLC0415
    from console.presenters.canary_rows import canaries_of  # noqa: PLC0415
    from console.services.judging import read_canary  # noqa: PLC0415

    estate = invocation.load_estate().estate
    cell = estate.cell(asked.cell)
    server = next((one for one in estate.prometheus if cell is not None and one.key == cell.prometheus), None)
    if cell is None or server is None:
        names = ", ".join(one.key for one in estate.cells if one.prometheus) or t("none")
        raise UserError(
            t("The estate has no cell {key} with a metric server.", key=repr(asked.cell)),
            t("There are: {names}.", names=names),
        )
    known = read_state(invocation, ("rollouts",), wait_s=_WAIT_S, cached=False, connection=cell.cluster)
    tell_known(invocation, known, ("rollouts",))
    if cell.cluster in {*(one.key for one in known.failed), *known.slow}:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
    canaries = canaries_of(known.state, cell)
    if not canaries:
        raise UserError(t("No canary is on its way in this cell."), t("Start a rollout, or judge with selectors."))
    with opened(invocation) as session:
        reader = session.required(server.key, MetricReader)
        now_s = session.clock.now().timestamp()
        read = [
            _answered(session, server.key, read_canary(reader, server, cell, one.service, one.rollout, now_s))
            for one in canaries
        ]
    found = [judge_canary(one) for one in read]
    return tuple(
        Judged(
            one.judgement, one.kayenta, one.points, dict(one.counts.queries), canary.service.name,
            canary.rollout.ref.name,
        )
        for canary, one in zip(canaries, found, strict=True)
    )  # fmt: skip
