"""``cell-console carbon``: carbon intensity of the grid zones, its origin and age, and the best hour to come."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.known_state import KnownState
    from console.domain.carbon.carbon_intensity import CarbonIntensity
    from console.ports.carbon import CarbonReader
    from console.presenters.carbon_rows import CarbonRow


_TOPICS = {
    "zone": ("carbon",),
    "cell": ("carbon", "energy", "signals"),
    "service": ("carbon", "energy"),
    "job": ("carbon", "energy", "jobs", "slos"),
}


@click.command(name="carbon", help=t("Show carbon intensity, energy and emissions, or the course of one ZONE."))
@click.argument("zone", required=False, default="")
@click.option(
    "--by",
    type=click.Choice(("zone", "cell", "service", "job")),
    default="zone",
    show_default=True,
    metavar="zone|cell|service|job",
    help=t("Rows: grid zones, cells or services (last day), batch jobs (next run)."),
)
@click.option("--check", is_flag=True, help=t("End with code 1 when a cell's zone is above the threshold."))
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 600), default=15.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def command(invocation: Invocation, *, zone: str, by: str, check: bool, cached: bool, wait: float, output: str) -> None:
    """Print the rows, or the hours of one zone; exit code 3 when a connection could not be reached."""
    if zone:
        if cached or check or by != "zone":
            raise click.UsageError(t("The hours of one zone are always read anew; leave out --by, --check, --cached."))
        _print_course(invocation, zone, wait, output)
        return
    from console.cli.carbon_sheet import carbon_sheet  # noqa: PLC0415
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.presenters.carbon_rows import carbon_rows  # noqa: PLC0415

    known = read_state(invocation, _TOPICS[by], wait_s=wait, cached=cached)
    zones = carbon_rows(known.state, known.now_s)
    emit_sheet(carbon_sheet(known.state, known.now_s, by), output)
    _tell(invocation, known, zones, by)
    if check and any(row.is_dirty and row.cells for row in zones):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _tell(invocation: Invocation, known: "KnownState", rows: "tuple[CarbonRow, ...]", by: str) -> None:
    """Say on stderr whose data it is, how old it is, and what could not be read."""
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.presenters.carbon_rows import attribution_text  # noqa: PLC0415

    for words in dict.fromkeys(row.attribution for row in rows if row.attribution):
        invocation.note(t("Source: {attribution}", attribution=attribution_text(words)))
    for row in rows:
        if row.grams is None:
            invocation.note(t("Nobody tells the carbon intensity of the zone {zone}.", zone=row.zone))
    if tell_known(invocation, known, _TOPICS[by]):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _print_course(invocation: Invocation, zone: str, wait_s: float, output: str) -> None:
    from console.cli.port_reading import read_port  # noqa: PLC0415 - heavy: connectors
    from console.ports.carbon import CarbonReader  # noqa: PLC0415
    from console.presenters.carbon_rows import attribution_text  # noqa: PLC0415

    async def ask(reader: "CarbonReader") -> "list[CarbonIntensity] | None":
        if zone not in reader.zones:
            return None
        told = (*await reader.history(zone), await reader.now(zone), *await reader.forecast(zone))
        return list({(one.from_s, one.to_s, one.kind, one.signal): one for one in told}.values())  # now: in both

    answers, faults = read_port(invocation, CarbonReader, ask, wait_s=wait_s)
    found = [row for rows in answers.values() for row in rows or ()]
    for key, fault in faults.items():
        invocation.note(t("{connection}: {error} {hint}", connection=key, error=fault.message, hint=fault.hint))
    if not found and not faults:
        raise UserError(
            t("No connection tells the carbon intensity of {zone}.", zone=repr(zone)),
            t("cell-console carbon shows the zones."),
        )
    emit_sheet(_course(found), output)
    for words in dict.fromkeys(row.attribution for row in found if row.attribution):
        invocation.note(t("Source: {attribution}", attribution=attribution_text(words)))
    if faults:
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _course(found: "list[CarbonIntensity]") -> Sheet:
    from console.presenters.carbon_rows import grams_text, kind_word  # noqa: PLC0415
    from console.presenters.format import local_minute  # noqa: PLC0415

    cells = [
        [local_minute(row.from_s), local_minute(row.to_s), grams_text(row.g_per_kwh), kind_word(row.kind, row.signal),
         row.provider]
        for row in found
    ]  # fmt: skip
    records = [
        {
            "zone": row.zone,
            "from_s": row.from_s,
            "to_s": row.to_s,
            "g_per_kwh": row.g_per_kwh,
            "kind": row.kind.value,
            "signal": row.signal.value,
            "issued_at_s": row.issued_at_s,
            "provider": row.provider,
            "attribution": row.attribution,
        }
        for row in found
    ]
    titles = (t("FROM"), t("UNTIL"), t("gCO2/kWh"), t("KIND"), t("PROVIDER"))
    return Sheet(
        titles,
        cells,
        records,
        frozenset({2}),
        names=("zone", "from_s", "to_s", "g_per_kwh", "kind", "signal", "issued_at_s", "provider", "attribution"),
    )
