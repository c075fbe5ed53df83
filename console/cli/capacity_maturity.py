"""``cell-console capacity maturity`` and ``pipeline``: how far the cells are automated, and which stage waits."""

from typing import TYPE_CHECKING

import click

from console.cli.capacity_reading import Supposed, checked_cell, kept_tests, read_capacity, supposed_options
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.maturity.maturity_rows import MaturityRow

TOPICS = ("signals", "slos", "rules", "rollouts", "pipeline-runs", "carbon", "cost-days")


@click.command(name="maturity", help=t("Assess each cell, L1 to L4, from evidence, with what is missing."))
@click.option("--cell", default="", help=t("Only this cell, criterion by criterion."))
@supposed_options
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def maturity(
    invocation: Invocation, *, cell: str, scenario: str, growth: float | None, cached: bool, wait: float, output: str
) -> None:
    """The assessment of this week is kept, unless only known data was looked at."""
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.presenters.maturity.maturity_rows import assessments, maturity_rows  # noqa: PLC0415 - heavy: store
    from console.services.maturity_book import MaturityBook  # noqa: PLC0415

    checked_cell(invocation, cell)
    view, known = read_capacity(invocation, Supposed(scenario, growth, cached, wait), more=TOPICS, journals=True)
    found = assessments(view, kept_tests(invocation))
    book = MaturityBook(invocation.paths, invocation.load_estate().estate.name)
    weeks = book.records() if cached or known.cached else book.note(found, view.now_s)
    rows = [one for one in maturity_rows(view, found, weeks) if cell in {"", one.cell}]
    records = [
        {
            "cell": row.cell,
            "level": int(row.assessment.level),
            "word": row.assessment.level.name.lower(),
            "criteria": [
                {"key": one.key, "level": one.level, "title": one.title, "met": one.met, "evidence": one.evidence}
                for one in row.criteria
            ],
            "weeks": {one.week: one.level for one in weeks if one.cell == row.cell},
        }
        for row in rows
    ]
    titles, cells = _criteria(rows[0]) if cell and rows else _cells(rows)
    emit_sheet(Sheet(titles, cells, records, widest=80, names=("cell", "level", "word", "criteria", "weeks")), output)
    if tell_known(invocation, known, ("service-loads", *TOPICS)):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _cells(rows: "list[MaturityRow]") -> "tuple[tuple[str, ...], list[list[str]]]":
    titles = (t("CELL"), t("LEVEL"), t("MEANING"), t("MET"), t("BY WEEK"), t("NEXT STEP"))
    return titles, [[row.title, row.level, row.word, row.met, row.trend, row.next_step] for row in rows]


def _criteria(row: "MaturityRow") -> "tuple[tuple[str, ...], list[list[str]]]":
    titles = (t("LEVEL"), t("CRITERION"), t("SHOWN"), t("EVIDENCE"), t("WHAT TO DO"))
    advice = ("" if one.met else one.advice for one in row.criteria)
    return titles, [
        [one.level, one.title, one.verdict, one.evidence, said] for one, said in zip(row.criteria, advice, strict=True)
    ]


@click.command(name="pipeline", help=t("Show the six stages of the scaling pipeline with their evidence."))
@click.option("--cell", default="", help=t("Only this cell."))
@supposed_options
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def pipeline(
    invocation: Invocation, *, cell: str, scenario: str, growth: float | None, cached: bool, wait: float, output: str
) -> None:
    """Exit code 1 when a stage needs somebody now."""
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.domain.pipeline_stage import StageState  # noqa: PLC0415
    from console.presenters.pipeline.pipeline_basis import PipelineBasis  # noqa: PLC0415 - heavy: store
    from console.presenters.pipeline.stage_rows import PIPELINE_TOPICS, stage_rows  # noqa: PLC0415

    checked_cell(invocation, cell)
    view, known = read_capacity(
        invocation, Supposed(scenario, growth, cached, wait), more=PIPELINE_TOPICS, journals=True
    )
    stages = stage_rows(PipelineBasis(known.state, view.now_s, view, kept_tests(invocation), cell))
    titles = (t("STAGE"), t("STATE"), t("OWNER"), t("WHEN"), t("WHAT"))
    cells = [[row.stage, row.state, row.owner, row.when, row.text] for stage in stages for row in stage.rows]
    records = [
        {
            "stage": stage.key.value,
            "state": stage.stage.state.value,
            "owners": list(stage.stage.owners),
            "evidence": [
                {"state": one.state.value, "text": one.text, "owner": one.owner, "at_s": one.at_s}
                for one in stage.stage.evidence
            ],
        }
        for stage in stages
    ]
    emit_sheet(Sheet(titles, cells, records, widest=100, names=("stage", "state", "owners", "evidence")), output)
    if tell_known(invocation, known, ("service-loads", *PIPELINE_TOPICS)):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
    if any(stage.stage.state is StageState.FAILED for stage in stages):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
