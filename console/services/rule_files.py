"""Writing what follows from objectives as files: rules of Prometheus, routes of Alertmanager, Grafana dashboards."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from console.domain.incident.metric_alert_rule import rule_group
from console.domain.slo.alert_routes import alert_routes
from console.domain.slo.burn_policy import policy_for
from console.domain.slo.rule_scenario import scenario_file
from console.domain.slo.service_dashboard import service_dashboard
from console.domain.slo.slo_rules import slo_groups
from console.estate.write_yaml import yaml_text
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from console.domain.slo.burn_policy import BurnPolicy
    from console.domain.slo.slo import Slo

_HEAD = "# Written by cell-console rules generate; change the objectives instead.\n"
_OWN_HEAD = "# Written by cell-console rules generate: what the console evaluates itself where no server does.\n"
_TESTS_HEAD = f"{_HEAD}# Error ratios that must and must not fire the alerts: promtool test rules FILE.\n"
_ROUTES_HEAD = f"{_HEAD}# Fill in where the receivers send to, or take routes and receivers over into your own file.\n"
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")
_CHECK_S = 60.0


def write_rules(
    slos: Sequence[Slo], folder: Path, labels: Mapping[str, str], own: Mapping[int, BurnPolicy]
) -> tuple[Path, ...]:
    """Write one rule file per service and return them; raise ``UserError`` when they cannot be written.

    ``own`` are alert windows by period (seconds) that count instead of the usual ones.
    """
    written = []
    for service, several in _by_service(slos).items():
        policies = [(slo, policy_for(slo.period_s, own)) for slo in several]
        groups = [group.content() for slo, policy in policies for group in slo_groups(slo, policy, labels)]
        written.append(_write(folder, f"{_safe(service)}.rules.yml", _HEAD + yaml_text({"groups": groups})))
    return tuple(written)


def write_console_rules(folder: Path) -> Path:
    """Write the alert rules that ship with the console (audits, level-1 signs of edge models) and return the file."""
    return _write(folder, "cell-console.rules.yml", _OWN_HEAD + yaml_text({"groups": [rule_group()]}))


def write_routes(slos: Sequence[Slo], folder: Path) -> Path:
    """Write an Alertmanager configuration for the alerts and return it; raise ``UserError`` when that fails."""
    return _write(folder, "alertmanager.yml", _ROUTES_HEAD + yaml_text(alert_routes(slos)))


def write_scenarios(slos: Sequence[Slo], folder: Path, own: Mapping[int, BurnPolicy]) -> tuple[Path, ...]:
    """Write one file of scenarios per rule file, for ``promtool test rules``; raise ``UserError`` when that fails."""
    policies = {slo.id: policy_for(slo.period_s, own) for slo in slos}
    return tuple(
        _write(
            folder,
            f"{_safe(service)}.test.yml",
            _TESTS_HEAD + yaml_text(scenario_file(f"{_safe(service)}.rules.yml", several, policies)),
        )
        for service, several in _by_service(slos).items()
    )


def write_dashboards(slos: Sequence[Slo], folder: Path, own: Mapping[int, BurnPolicy]) -> tuple[Path, ...]:
    """Write one Grafana dashboard per service and return them; raise ``UserError`` when they cannot be written."""
    return tuple(
        _write(folder, f"{_safe(service)}.dashboard.json", json.dumps(model, indent=2))
        for service, model in (
            (service, service_dashboard(service, several, own)) for service, several in _by_service(slos).items()
        )
    )


def _by_service(slos: Sequence[Slo]) -> dict[str, list[Slo]]:
    found: dict[str, list[Slo]] = {}
    for slo in slos:
        found.setdefault(slo.service, []).append(slo)
    return found


def _safe(service: str) -> str:
    return _UNSAFE.sub("_", service).lstrip(".")


def _write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(text if text.endswith("\n") else f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            t("{file} cannot be written: {reason}.", file=file, reason=error.strerror or error),
            t("Name another folder with -o."),
        ) from error
    return file


def check_rules(files: Sequence[Path]) -> str:
    """Return what ``promtool check rules`` says in one sentence; raise ``UserError`` when it refuses a file. Blocks."""
    return _checked(("promtool", "check", "rules"), files)


def check_scenarios(files: Sequence[Path]) -> str:
    """Return what ``promtool test rules`` says in one sentence; raise ``UserError`` when a scenario fails. Blocks."""
    return _checked(("promtool", "test", "rules"), files)


def check_routes(file: Path) -> str:
    """Return what ``amtool check-config`` says in one sentence; raise ``UserError`` when it refuses. Blocks."""
    return _checked(("amtool", "check-config"), (file,))


def _checked(words: Sequence[str], files: Sequence[Path]) -> str:
    name = words[0]
    program = shutil.which(name)
    if program is None:
        return t("{program} is not installed, so its files were not checked.", program=name)
    command = [program, *words[1:], *(str(file.absolute()) for file in files)]
    try:
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_CHECK_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return t("{program} does not start, so its files were not checked.", program=name)
    if ended.returncode != 0:
        said = (ended.stderr or ended.stdout).decode("utf-8", "replace").strip().splitlines()
        raise UserError(
            t("{program} refuses the files: {words}.", program=name, words=" ".join(said[-3:])[:500]),
            t("Names or queries of the objectives are probably not valid there; correct them."),
        )
    return t("Checked by {program}; valid files: {count}.", program=name, count=len(files))
