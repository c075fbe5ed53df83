"""``cell-console lab``: the simulated estate, with or without the window."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli.invocation import LAB, Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.lab.place import lab_cache, lab_folder

if TYPE_CHECKING:
    from console.lab.runner.lab_options import LabOptions
    from console.services.lab_start import LabStart

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command(name="lab", help=t("Run the lab: a simulated estate with real protocols."))
@click.option("--scenario", "scenarios", multiple=True, metavar="ID", help=t("Start with this fault; may be repeated."))
@click.option("--headless", is_flag=True, help=t("Without the window: print where the lab is and run until stopped."))
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help=t("Another seed: another lab.")
)
@click.option("--speed", type=NumberRange(0.01, 10_000), default=1.0, show_default=True, help=t("Times real time."))
@click.option("--nodes", type=click.IntRange(1, 5_000), default=8, show_default=True)
@click.option("--pods", type=click.IntRange(1, 200_000), default=130, show_default=True)
@click.option("--cells", type=click.IntRange(1, 200), default=6, show_default=True)
@click.option("--projects", type=click.IntRange(0, 500), default=12, show_default=True, help=t("Git repositories."))
@click.option(
    "--dir", "folder", type=_FOLDER, default=None, help=t("Folder for the lab's files; an empty or a new one.")
)
@click.option(
    "--base", type=_FOLDER, default=None, hidden=True, help=t("As --dir, but with -2, -3 … when it is in use.")
)
@click.option("--cache", type=_FOLDER, default=None, help=t("Folder that keeps written history between labs."))
@click.option(
    "--history-days", type=NumberRange(0, 366), default=90.0, show_default=True, help=t("0 means no history.")
)
@click.option("--control", is_flag=True, help=t("Commands as JSON lines on stdin, events on stdout; ends with stdin."))
@pass_invocation
def command(
    invocation: Invocation,
    *,
    scenarios: tuple[str, ...],
    headless: bool,
    seed: int,
    speed: float,
    nodes: int,
    pods: int,
    cells: int,
    projects: int,
    folder: Path | None,
    base: Path | None,
    cache: Path | None,
    history_days: float,
    control: bool,
) -> None:
    """Serve until stopped, or open the window on it."""
    if not headless and not control:
        from console.services.lab_start import LabStart  # noqa: PLC0415 - not needed for --help

        places = base or folder or lab_folder(invocation.paths), cache or lab_cache(invocation.paths)
        _open_window(invocation, LabStart(*places, seed, speed, nodes, pods, cells, scenarios, history_days, projects))
        return
    from console.lab.runner.lab_options import LabOptions  # noqa: PLC0415 - heavy: numpy, aiohttp

    options = LabOptions(
        base=base or lab_folder(invocation.paths),
        cache=cache or lab_cache(invocation.paths),
        folder=folder,
        seed=seed,
        speed=speed,
        nodes=nodes,
        pods=pods,
        cells=cells,
        projects=projects,
        scenarios=scenarios,
        history_days=history_days,
    )
    _serve(options, invocation, control=control)


def _serve(options: "LabOptions", invocation: Invocation, *, control: bool) -> None:
    from console.lab.control.serve import serve_lab  # noqa: PLC0415 - heavy

    if not control:
        serve_lab(options, PlainTeller(invocation).tell, controlled=False)
        return
    try:
        serve_lab(options, _tell_json, controlled=True)
    except ConsoleError as error:
        _tell_json({"error": str(error)})
        raise


def _tell_json(event: Mapping[str, Any]) -> None:
    sys.stdout.write(scrub(json.dumps(event, ensure_ascii=False)) + "\n")
    sys.stdout.flush()


class PlainTeller:
    """Tells events to a person: where the lab is on stdout, all else on stderr."""

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation
        self._told_quarters = -1

    def tell(self, event: Mapping[str, Any]) -> None:
        """Print one event of the lab."""
        if "ready" in event:
            self._tell_ready(event["ready"])
        elif "progress" in event:
            self._tell_progress(event["progress"]["fraction"])
        elif "error" in event:
            self._invocation.note(str(event["error"]))

    def _tell_ready(self, lab: Mapping[str, Any]) -> None:
        for notice in lab["notices"]:
            self._invocation.note(notice)
        rows = [
            (t("Estate file"), lab["estate_file"], ""),
            (t("Kubeconfig"), lab["kubeconfig"], ""),
            (t("Kubernetes API"), lab["kubernetes_url"], ""),
            (t("Prometheus"), lab["prometheus_url"], lab["prometheus_token_file"]),
            (t("Alertmanager"), lab["alertmanager_url"], lab["alertmanager_token_file"]),
            (t("Metrics"), lab["metrics_url"], lab["metrics_token_file"]),
        ]
        for title, place, token in rows:
            if place:
                bearer = "  " + t("(bearer token in {file})", file=token) if token else ""
                click.echo(f"{title}: {place}{bearer}")
        click.echo(t("The lab runs until it is stopped with Ctrl+C."))
        sys.stdout.flush()

    def _tell_progress(self, fraction: float) -> None:
        quarters = int(fraction * 4)
        if quarters > self._told_quarters:
            self._told_quarters = quarters
            self._invocation.note(t("History: {percent} % written", percent=quarters * 25))


def _open_window(invocation: Invocation, start: "LabStart") -> None:
    from console.bootstrap import run_window  # noqa: PLC0415 - heavy: Qt
    from console.kernel.held_signals import held_signals  # noqa: PLC0415

    code = run_window(invocation.profile(), estate=LAB, lab=start, loading=held_signals())
    if code:
        raise click.exceptions.Exit(code)
