"""``cell-console gameday``: practise on the lab with a fault at a hidden time, and see how well it went."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.duration import to_seconds
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.game_day.game_day import GameDay
    from console.services.lab_start import LabStart

_FORMATS = ("md", "html", "pdf")


@click.group(name="gameday", help=t("Practise on the lab: a hidden fault, your time to heal it, and a debrief."))
def command() -> None:
    """Group the commands of game days."""


@command.command(
    name="run", help=t("Start a lab, break something at a hidden time, and wait until you have healed it.")
)
@click.option("--auto", is_flag=True, help=t("Without you: the console watches, and runs the runbook that fits."))
@click.option("--scenario", "scenarios", multiple=True, metavar="ID", help=t("Draw from these; may be repeated."))
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=None, help=t("The same seed draws the same again."))
@click.option(
    "--within",
    "within_s",
    default="10m",
    show_default=True,
    callback=to_seconds,
    help=t("When it begins at the latest."),
)
@click.option("--limit", "limit_s", default="45m", show_default=True, callback=to_seconds, help=t("How long it lasts."))
@click.option("--least", type=click.IntRange(0, 100), default=0, help=t("Points that are needed for exit code 0."))
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=t("File of the debrief: .md, .html or .pdf."),
)
@click.option("--lab-seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help=t("Seed of the lab."))
@click.option("--speed", type=NumberRange(0.01, 10_000), default=1.0, show_default=True, help=t("Times real time."))
@click.option(
    "--history-days", type=NumberRange(0, 366), default=1.0, show_default=True, help=t("Days of history in the lab.")
)
@click.option("--base", type=click.Path(path_type=Path, file_okay=False), default=None, hidden=True)
@pass_invocation
def run(
    invocation: Invocation,
    *,
    auto: bool,
    scenarios: tuple[str, ...],
    seed: int | None,
    within_s: float,
    limit_s: float,
    least: int,
    file: Path | None,
    lab_seed: int,
    speed: float,
    history_days: float,
    base: Path | None,
) -> None:
    """Exit code 0 when it was healed and checked with at least the points that were asked for, else 1."""
    from console.cli.gameday_play import GamePlay  # noqa: PLC0415 - heavy: connectors
    from console.domain.game_day.game_day import MarkWord  # noqa: PLC0415
    from console.domain.game_day.game_score import score  # noqa: PLC0415

    suffix = _suffix(file)
    lab = replace(_lab_start(invocation, base), seed=lab_seed, speed=speed, history_days=history_days)
    with GamePlay(invocation, lab) as play:
        day = play.run(within_s=within_s, limit_s=limit_s, scenarios=scenarios, seed=seed, auto=auto)
    _print(day)
    if file is not None:
        _write(day, file, suffix)
    found = score(day)
    is_checked = day.end is not None and day.end.word is MarkWord.CHECKED
    if not is_checked or found is None or found.total < least:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _lab_start(invocation: Invocation, base: Path | None) -> "LabStart":
    from console.services.lab_start import LabStart  # noqa: PLC0415

    start = LabStart.of_profile(invocation.paths)
    return replace(start, base=base) if base is not None else start


@command.command(name="list", help=t("List the game days of this profile, the newest first."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_days(invocation: Invocation, *, output: str) -> None:
    """Print rows; works without a network."""
    from console.presenters.game_days.game_rows import game_rows  # noqa: PLC0415

    rows = game_rows(_days(invocation))
    titles = (t("ID"), t("BEGUN"), t("FAULT"), t("END"), t("HEALED AFTER"), t("SCORE"))
    cells = [[row.id, row.begun, row.fault, row.word, row.took, row.score] for row in rows]
    records = [
        {
            "id": row.id,
            "begun_s": row.begun_s,
            "fault": row.fault,
            "end": row.day.end.word.value if row.day.end is not None else None,
            "score": row.points,
            "seed": row.day.plan.seed,
        }
        for row in rows
        if row.day.is_over
    ]
    emit_sheet(Sheet(titles, cells, records, names=("id", "begun_s", "fault", "end", "score", "seed")), output)


@command.command(name="debrief", help=t("Show or write the debrief of a game day (default: the newest that is over)."))
@click.argument("day_id", metavar="[ID]", required=False, default="")
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=t("File of the debrief: .md, .html or .pdf."),
)
@pass_invocation
def debrief(invocation: Invocation, *, day_id: str, file: Path | None) -> None:
    """Print it as Markdown, or write it in the format that the file's name says."""
    from console.kernel.errors import UserError  # noqa: PLC0415

    suffix = _suffix(file)
    over = [one for one in _days(invocation) if one.is_over and one.id.endswith(day_id)]
    if not over:
        raise UserError(
            t("There is no game day {id} that is over.", id=repr(day_id)),
            t("List them with: cell-console gameday list"),
        )
    if file is None:
        click.echo(_rendered(over[0], "md").decode("utf-8"), nl=False)
    else:
        _write(over[0], file, suffix)


def _days(invocation: Invocation) -> "tuple[GameDay, ...]":
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.kernel.runtime import Runtime  # noqa: PLC0415
    from console.services.game_days.game_book import GameBook  # noqa: PLC0415
    from console.store.journal.file_journal import FileJournal  # noqa: PLC0415

    runtime = Runtime()
    try:
        book = GameBook(runtime, SystemClock(), FileJournal(invocation.paths.state / "gamedays"))
        runtime.run(book.refresh())
        for problem in book.problems:
            invocation.note(problem)
        return book.days
    finally:
        runtime.close()


def _suffix(file: Path | None) -> str:
    suffix = file.suffix.lstrip(".").lower() if file is not None else "md"
    if suffix not in _FORMATS:
        raise click.BadParameter(
            t("{name} is no format of debriefs; the file ends in .md, .html or .pdf.", name=repr(suffix))
        )
    return suffix


def _rendered(day: "GameDay", suffix: str) -> bytes:
    from console.presenters.game_days.game_debrief import debrief as document  # noqa: PLC0415
    from console.reports.render import render  # noqa: PLC0415 - heavy

    return render(document(day), suffix)


def _write(day: "GameDay", file: Path, suffix: str) -> None:
    from console.kernel.paths import write_private  # noqa: PLC0415

    write_private(file, _rendered(day, suffix))
    click.echo(t("The debrief was written to {file}.", file=file), err=True)


def _print(day: "GameDay") -> None:
    from console.presenters.game_days.game_lessons import lessons, result  # noqa: PLC0415
    from console.presenters.game_days.game_rows import fault_title, game_rows, score_rows  # noqa: PLC0415

    (row,) = game_rows((day,))
    click.echo(f"{fault_title(day)}: {row.word}. {result(day)}")
    measures = score_rows(day)
    if measures:
        titles = (t("PHASE"), t("TOOK"), t("GOOD WITHIN"), t("POINTS"))
        emit_sheet(Sheet(titles, [[one.phase, one.took, one.good, one.points] for one in measures], []), "table")
    for sentence in lessons(day):
        click.echo(f"- {sentence}")
