"""``cell-console rules``: Prometheus rules, Alertmanager routes and Grafana dashboards from objectives."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.slo.burn_policy import BurnPolicy
    from console.domain.slo.slo import Slo

_LABEL = r"[a-zA-Z_][a-zA-Z0-9_]*"


@click.group(name="rules", help=t("Make Prometheus rules, Alertmanager routes and Grafana dashboards from objectives."))
def command() -> None:
    """Group the commands."""


@command.command(help=t("Write rules, routes and dashboards for the objectives in FILES to a folder."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help=t("Folder to write to."))
@click.option("--period", default="30d", show_default=True, help=t("Period of objectives that state none."))
@click.option(
    "--label", "labels", multiple=True, metavar="NAME=VALUE", help=t("Further label of every recording rule.")
)
@click.option(
    "--windows", multiple=True, type=click.Path(path_type=Path), help=t("Own alert windows (Sloth's AlertWindows).")
)
@pass_invocation
def generate(
    invocation: Invocation,
    *,
    files: tuple[Path, ...],
    folder: Path,
    period: str,
    labels: tuple[str, ...],
    windows: tuple[Path, ...],
) -> None:
    """Write everything; where promtool and amtool are installed, they check their files and try the alerts."""
    from console.domain.slo.duration import seconds_of  # noqa: PLC0415
    from console.estate.slo.alert_windows import load_alert_windows  # noqa: PLC0415
    from console.estate.slo.load_slos import load_slos  # noqa: PLC0415 - pydantic
    from console.services.rule_files import (  # noqa: PLC0415
        check_routes,
        check_rules,
        check_scenarios,
        write_console_rules,
        write_dashboards,
        write_routes,
        write_rules,
        write_scenarios,
    )

    try:
        period_s = seconds_of(period)
    except ValueError:
        raise UserError(t("{text} is no period.", text=repr(period)), t("Write for example 30d, 28d or 7d.")) from None
    slos = load_slos(_expanded(files), period_s)
    if not slos:
        raise UserError(t("The files hold no objective."), t("Name OpenSLO or Sloth files that hold at least one."))
    own = load_alert_windows(_expanded(windows)) if windows else {}
    _refuse_unused(own, slos)
    rules = (*write_rules(slos, folder, _labels(labels), own), write_console_rules(folder))
    scenarios, routes = write_scenarios(slos, folder, own), write_routes(slos, folder)
    for file in (*rules, *scenarios, routes, *write_dashboards(slos, folder, own)):
        click.echo(str(file))
    invocation.note(check_rules(rules))
    invocation.note(check_scenarios(scenarios))
    invocation.note(check_routes(routes))


def _expanded(files: Sequence[Path]) -> list[Path]:
    """Return files, with the YAML files of folders in place of those."""
    found: list[Path] = []
    for file in files:
        inside = sorted(one for one in file.iterdir() if one.suffix in {".yaml", ".yml"}) if file.is_dir() else [file]
        found += inside
    if not found:
        raise UserError(t("There are no YAML files in {folder}.", folder=files[0]), t("Name files with objectives."))
    return found


def _refuse_unused(own: "dict[int, BurnPolicy]", slos: "Sequence[Slo]") -> None:
    """Refuse windows of a period that no objective has: they would change nothing without a word."""
    from console.domain.slo.duration import duration_text  # noqa: PLC0415

    for period_s in own.keys() - {slo.period_s for slo in slos}:
        raise UserError(
            t("The windows are for a period of {period}, which no objective has.", period=duration_text(period_s)),
            t("Correct sloPeriod in their file, or state the period with --period."),
        )


def _labels(texts: Sequence[str]) -> dict[str, str]:
    import re  # noqa: PLC0415

    labels = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not re.fullmatch(_LABEL, name):
            raise UserError(t("{text} is no label.", text=repr(text)), t("Write NAME=VALUE."))
        labels[name] = value
    return labels
