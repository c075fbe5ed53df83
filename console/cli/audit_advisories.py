"""``cell-console audit advisories``: the known vulnerabilities that audits hold lock files against, offline."""

from pathlib import Path

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

_DAY = 86_400.0


@click.group(name="advisories", help=t("Import and show known vulnerabilities (OSV), which audits use offline."))
def advisories() -> None:
    """Only holds the subcommands."""


@advisories.command(name="import", help=t("Import a zip file of osv.dev (all.zip of an ecosystem) or a folder."))
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@pass_invocation
def import_advisories(invocation: Invocation, source: Path) -> None:
    """Keep the advisories of SOURCE; newer ones take the place of older ones."""
    from console.services.audits.advisory_import import read_advisories  # noqa: PLC0415 - msgspec
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.store.audits.advisory_book import AdvisoryBook  # noqa: PLC0415

    count = AdvisoryBook(audit_places(invocation.paths).advisories).add(read_advisories(source))
    invocation.note(t("{count} advisories were imported from {source}.", count=count, source=source.name))


@advisories.command(name="show", help=t("Show how many advisories are there for which ecosystem, and of when."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def show_advisories(invocation: Invocation, output: str) -> None:
    """Print a row per ecosystem."""
    from console.domain.audit.advisory_stock import AdvisoryStock  # noqa: PLC0415
    from console.kernel.clock import SystemClock  # noqa: PLC0415 - msgspec
    from console.presenters.format import local_time  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.store.audits.advisory_book import AdvisoryBook  # noqa: PLC0415

    stock = AdvisoryBook(audit_places(invocation.paths).advisories).stock()
    if not stock and output == "table":
        invocation.note(t("No advisories are imported: cell-console audit advisories import FILE."))
        return
    now_s = SystemClock().now().timestamp()
    ages = [max(0, round((now_s - one.newest_s) / _DAY)) for one in stock]
    titles = (t("Ecosystem"), t("Advisories"), t("Newest"), t("Days old"))
    cells = [
        (one.ecosystem, str(one.advisories), local_time(one.newest_s), str(age))
        for one, age in zip(stock, ages, strict=True)
    ]
    emit_sheet(
        Sheet(titles, cells, [one._asdict() for one in stock], right=frozenset({1, 3}), names=AdvisoryStock._fields),
        output,
    )
