"""``cell-console capacity loadtest``: make load tests, run them with k6, import and compare their results."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.emit import emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.load_test_sheet import comparison_sheet, load_test_sheet
from console.cli.number_range import NumberRange
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from console.domain.capacity.load_test import LoadTest
    from console.domain.capacity.load_test_plan import LoadTestPlan
    from console.services.load_tests.load_test_import import Subject
    from console.services.load_tests.load_test_shelf import LoadTestShelf


@click.group(name="loadtest", help=t("Make load tests, run them with k6, import and compare their results."))
def loadtest() -> None:
    """Group the commands of load tests."""


def _plan_options(command: "Callable[..., Any]") -> "Callable[..., Any]":
    for option in reversed((
        click.option("--users", type=NumberRange(1, 10_000), default=50, show_default=True, help=t("Virtual users.")),
        click.option("--duration", type=NumberRange(1, 21_600), default=120, show_default=True, help=t("Seconds.")),
        click.option("--p95", type=NumberRange(1, 1e7), default=800.0, show_default=True,
                     help=t("Milliseconds within which 95 % must be answered.")),
        click.option("--p99", type=NumberRange(1, 1e7), default=1500.0, show_default=True,
                     help=t("Milliseconds within which 99 % must be answered.")),
        click.option("--failed", type=NumberRange(0, 1), default=0.01, show_default=True,
                     help=t("Share of requests that may fail.")),
        click.option("--pause", type=NumberRange(0, 3600), default=0.0, show_default=True,
                     help=t("Seconds that a virtual user waits between two requests.")),
    )):  # fmt: skip
        command = option(command)
    return command


def _subject_options(command: "Callable[..., Any]") -> "Callable[..., Any]":
    for option in reversed((
        click.option("--title", default="", help=t("A name for the result.")),
        click.option("--cell", default="", help=t("The cell that was tested.")),
        click.option("--service", default="", help=t("The service that was tested.")),
        click.option("--replicas", type=NumberRange(1, 10_000), help=t("How many replicas of it ran.")),
    )):  # fmt: skip
        command = option(command)
    return command


def _plan(
    urls: tuple[str, ...], users: float, duration: float, limits: tuple[float, float, float, float]
) -> "LoadTestPlan":
    from console.domain.capacity.load_test_plan import LoadTestPlan  # noqa: PLC0415

    p95, p99, failed, pause = limits
    return LoadTestPlan(urls, int(users), int(duration), p95, p99, failed, pause).checked()


@loadtest.command(name="new", help=t("Write a load test for k6 into a folder: a script, and its plan as data."))
@click.argument("urls", nargs=-1, required=True)
@click.option("-d", "--folder", type=click.Path(path_type=Path), default=Path("load-test"), show_default=True,
              help=t("Where to write it."))  # fmt: skip
@_plan_options
@pass_invocation
def new(
    invocation: Invocation, *, urls: tuple[str, ...], folder: Path, users: float, duration: float, p95: float,
    p99: float, failed: float, pause: float,
) -> None:  # fmt: skip
    """Nothing is run; k6 runs the folder's script."""
    from console.services.load_tests.k6_run import write_test  # noqa: PLC0415

    script, plan = write_test(_plan(urls, users, duration, (p95, p99, failed, pause)), folder)
    click.echo(f"{script}\n{plan}")
    invocation.note(t("Run it with: k6 run --summary-export summary.json {script}", script=script))


@loadtest.command(name="run", help=t("Run a load test with the k6 of this computer, and keep its result."))
@click.argument("urls", nargs=-1, required=True)
@_plan_options
@_subject_options
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def run(
    invocation: Invocation, *, urls: tuple[str, ...], users: float, duration: float, p95: float, p99: float,
    failed: float, pause: float, title: str, cell: str, service: str, replicas: float | None, output: str,
) -> None:  # fmt: skip
    """Exit code 1 when a limit was not kept."""
    from console.kernel.runtime import Runtime  # noqa: PLC0415
    from console.services.load_tests.k6_run import run_k6  # noqa: PLC0415
    from console.services.load_tests.load_test_import import read_text  # noqa: PLC0415

    plan = _plan(urls, users, duration, (p95, p99, failed, pause))
    subject = _subject(invocation, title or urls[0], cell, service, replicas)
    runtime = Runtime()
    try:
        text = runtime.run(run_k6(plan))
    finally:
        runtime.close()
    _keep(invocation, read_text(text, subject), output)


@loadtest.command(name="import", help=t("Keep the result of a load test: a summary of k6, or statistics of Locust."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_subject_options
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def import_test(
    invocation: Invocation, *, file: Path, title: str, cell: str, service: str, replicas: float | None, output: str
) -> None:
    """With cell, service and replicas it is evidence of capacity. Exit code 1 when a limit was not kept."""
    from console.services.load_tests.load_test_import import read_report  # noqa: PLC0415

    _keep(invocation, read_report(file, _subject(invocation, title, cell, service, replicas)), output)


@loadtest.command(name="fetch", help=t("Keep the result of a load test that ran in the cluster as a Job."))
@click.argument("job")
@click.option("--in", "place", required=True, metavar="CELL", help=t("The cell in whose namespace it ran."))
@_subject_options
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def fetch(
    invocation: Invocation, *, job: str, place: str, title: str, cell: str, service: str, replicas: float | None,
    output: str,
) -> None:  # fmt: skip
    """Exit code 1 when a limit was not kept."""
    from console.cli.opened import opened  # noqa: PLC0415 - heavy: connectors
    from console.kernel.errors import UserError  # noqa: PLC0415
    from console.ports.cluster import ClusterReader  # noqa: PLC0415
    from console.services.load_tests.job_report import job_report  # noqa: PLC0415
    from console.services.load_tests.load_test_import import read_text  # noqa: PLC0415

    subject = _subject(invocation, title or job, cell, service, replicas)
    with opened(invocation) as session:
        found = invocation.load_estate().estate.cell(place)
        if found is None or not found.selectors.namespaces:
            raise UserError(t("There is no cell {name}.", name=repr(place)), t("Name one with --in."))
        reader = session.required(found.cluster, ClusterReader)
        text = session.runtime.run(job_report(reader, found.selectors.namespaces[0], job), 60)
    _keep(invocation, read_text(text, subject), output)


@loadtest.command(name="list", help=t("List the results that were kept, newest first."))
@click.option("--cell", default="", help=t("Only this cell."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_tests(invocation: Invocation, *, cell: str, output: str) -> None:
    """Print one row per load test."""
    emit_sheet(load_test_sheet(tuple(one for one in _shelf(invocation).tests() if cell in {"", one.cell})), output)


@loadtest.command(name="compare", help=t("Say what changed from one load test to another, and whether it is chance."))
@click.argument("before")
@click.argument("after")
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def compare(invocation: Invocation, *, before: str, after: str, output: str) -> None:
    """Exit code 1 when something became worse."""
    from console.domain.capacity.load_comparison import Change  # noqa: PLC0415
    from console.presenters.load_test_rows import comparison_notes, comparison_rows  # noqa: PLC0415

    shelf = _shelf(invocation)
    first, second = shelf.find(before), shelf.find(after)
    rows = comparison_rows(first, second)
    emit_sheet(comparison_sheet(rows), output)
    for sentence in comparison_notes(first, second):
        invocation.note(sentence)
    if any(one.number.change is Change.WORSE for one in rows):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


@loadtest.command(name="remove", help=t("Forget the result of a load test."))
@click.argument("key")
@pass_invocation
def remove(invocation: Invocation, *, key: str) -> None:
    """The report that it was read from stays where it is."""
    shelf = _shelf(invocation)
    found = shelf.find(key)
    shelf.remove(found)
    invocation.note(t("{title} is forgotten.", title=found.title))


def _shelf(invocation: Invocation) -> "LoadTestShelf":
    from console.services.load_tests.load_test_shelf import LoadTestShelf  # noqa: PLC0415

    return LoadTestShelf(invocation.paths, invocation.load_estate().estate.name)


def _subject(invocation: Invocation, title: str, cell: str, service: str, replicas: float | None) -> "Subject":
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.kernel.errors import UserError  # noqa: PLC0415
    from console.services.load_tests.load_test_import import Subject  # noqa: PLC0415

    estate = invocation.load_estate().estate
    found = estate.cell(cell)
    if cell and found is None:
        names = ", ".join(one.key for one in estate.cells) or t("none")
        raise UserError(t("There is no cell {name}.", name=repr(cell)), t("There are: {names}.", names=names))
    known = tuple(one.name for one in found.services) if found is not None else ()
    if service and service not in known:
        raise UserError(
            t("There is no service {name} in the cell {cell}.", name=repr(service), cell=cell or t("(none)")),
            t("There are: {names}.", names=", ".join(known) or t("none")),
        )
    now_s = SystemClock().now().timestamp()
    return Subject(now_s, title, cell, service, None if replicas is None else int(replicas))


def _keep(invocation: Invocation, test: "LoadTest", output: str) -> None:
    _shelf(invocation).keep(test)
    emit_sheet(load_test_sheet((test,)), output)
    if test.trial() is None:
        invocation.note(t("It is no evidence of capacity: say --cell, --service and --replicas."))
    if test.passed is False:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
