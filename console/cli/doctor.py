"""``cell-console doctor``: versions, tools, the estate, the reach of each connection, and rights; redacted."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import LAB, Invocation, lab_is_stopped, pass_invocation
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.kernel.version import VERSION
from console.services.finding import Finding, Verdict, check_connections, check_tools, tools

if TYPE_CHECKING:
    from console.estate.load import LoadedEstate
    from console.kernel.runtime import Runtime

_PACKAGES = ("PySide6-Essentials", "pyqtgraph", "kubernetes", "prometheus-api-client", "httpx", "keyring", "pydantic")
_LEAST_FREE = 50 << 20
"""Bytes; below it the history, the records and the trail of the next hours may not fit."""


@click.command(name="doctor", help=t("Check versions, tools, connections and rights."))
@click.option("--offline", is_flag=True, help=t("Reach no connection."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def command(invocation: Invocation, *, offline: bool, output: str) -> None:
    """Print what was found; exit code 3 when a connection cannot be reached, 1 when another check failed."""
    from console.kernel.runtime import Runtime  # noqa: PLC0415

    findings = [*_versions(), *_folders(invocation), *_kept(invocation), *check_tools(tools())]
    runtime = Runtime()
    try:
        loaded, finding = _estate(invocation)
        findings.append(finding)
        if loaded is not None and invocation.is_lab_stopped():
            error = lab_is_stopped()
            findings.append(Finding("connection", LAB, Verdict.ABSENT, error.message, error.hint))
            loaded = None
        if loaded is not None:
            findings += _secrets(invocation, loaded)
        if loaded is not None and not offline:
            findings += _connections(invocation, loaded, runtime)
    finally:
        runtime.close()
    emit_sheet(_sheet(findings), output)
    failed = {one.area for one in findings if one.verdict is Verdict.FAILED}
    if failed:
        is_unreachable = "connection" in failed and failed <= {"connection", "secret"}  # without it, no connection
        raise click.exceptions.Exit(ExitCode.UNREACHABLE if is_unreachable else ExitCode.CHECK_FAILED)


def _versions() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    yield Finding("version", "cell-console", Verdict.OK, VERSION)
    yield Finding("version", "python", Verdict.OK, f"{platform.python_version()} ({sys.executable})")
    yield Finding("version", "system", Verdict.OK, platform.platform())
    for name in _PACKAGES:
        try:
            yield Finding("version", name, Verdict.OK, version(name))
        except PackageNotFoundError:
            yield Finding("version", name, Verdict.FAILED, t("not installed"), t("Run make setup."))


def _folders(invocation: Invocation) -> Iterator[Finding]:
    from console.presenters.format import size  # noqa: PLC0415

    paths = invocation.paths
    for name, folder in (
        ("config", paths.config),
        ("data", paths.data),
        ("cache", paths.cache),
        ("state", paths.state),
    ):
        nearest = next(one for one in (folder, *folder.parents) if os.path.exists(one))  # not where one may not look
        if not (nearest.is_dir() and os.access(nearest, os.W_OK)):
            hint = t("Correct its rights, or start with --temp-profile.")
            yield Finding("folder", name, Verdict.FAILED, t("{folder} cannot be written", folder=folder), hint)
        elif (free := shutil.disk_usage(nearest).free) < _LEAST_FREE:
            text = t("{folder} has only {size} left", folder=folder, size=size(free))
            hint = t("Free some space: what is not written down is not done.")
            yield Finding("folder", name, Verdict.FAILED, text, hint)
        else:
            yield Finding("folder", name, Verdict.OK, str(folder))


def _kept(invocation: Invocation) -> Iterator[Finding]:
    from console.presenters.format import size  # noqa: PLC0415
    from console.services.kept_store import kept_stores  # noqa: PLC0415

    for one in kept_stores(invocation.paths):
        yield Finding("disk", one.key, Verdict.OK, f"{one.title}: {size(one.bytes)} ({one.place})")


def _estate(invocation: Invocation) -> "tuple[LoadedEstate | None, Finding]":
    chosen = invocation.chosen_estate()
    try:
        file: Path = invocation.estate_file()
    except ConsoleError as error:
        return None, Finding("estate", chosen, Verdict.ABSENT, error.message, error.hint)
    try:
        loaded = invocation.load_estate()
    except ConsoleError as error:
        return None, Finding("estate", str(file), Verdict.FAILED, error.message, error.hint)
    count = sum(1 for _ in loaded.estate.connections())
    detail = t("{cells} cells, {connections} connections", cells=len(loaded.estate.cells), connections=count)
    return loaded, Finding("estate", str(file), Verdict.OK, detail)


def _secrets(invocation: Invocation, loaded: "LoadedEstate") -> list[Finding]:
    """Tell which references lead to nothing; the secrets themselves are dropped at once."""
    from console.bootstrap import open_vault  # noqa: PLC0415 - heavy: connectors
    from console.services.secret_check import check_secrets  # noqa: PLC0415

    states = check_secrets(loaded.estate, open_vault(invocation.paths, loaded.folder))
    missing = [one for one in states if one.problem]
    found = [
        Finding("secret", one.reference, Verdict.FAILED, f"{one.problem} ({', '.join(one.places)})", one.hint)
        for one in missing
    ]
    if states and not missing:
        found.append(Finding("secret", "", Verdict.OK, t("{count} references lead to secrets", count=len(states))))
    return found


def _connections(invocation: Invocation, loaded: "LoadedEstate", runtime: "Runtime") -> list[Finding]:
    from console.bootstrap import connect_all, settings_of  # noqa: PLC0415 - heavy: connectors

    kinds = {one.key: one.connector for one in loaded.estate.connections()}
    settings = settings_of(invocation.profile())
    connectors = connect_all(loaded.estate, loaded.folder, invocation.paths, runtime, settings)
    try:
        return list(runtime.run(check_connections(kinds, connectors, detailed=invocation.verbosity > 0)))
    finally:
        for connector in connectors.values():
            runtime.run(connector.close())


def _sheet(findings: list[Finding]) -> Sheet:
    words = {
        Verdict.OK: t("ok"),
        Verdict.ABSENT: t("absent"),
        Verdict.LIMITED: t("limited"),
        Verdict.FAILED: t("FAILED"),
    }
    cells = [[one.area, one.subject, words[one.verdict], f"{one.detail} {one.hint}".strip()] for one in findings]
    records = [
        {"area": one.area, "subject": one.subject, "state": one.verdict.value, "detail": one.detail, "hint": one.hint}
        for one in findings
    ]
    return Sheet(
        (t("AREA"), t("SUBJECT"), t("STATE"), t("DETAIL")),
        cells,
        records,
        widest=160,
        names=("area", "subject", "state", "detail", "hint"),
    )
