"""STR10: what the project's own linter says, with the project's own settings, where that may run."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule
from console.audits.ci_job import ci_jobs
from console.audits.outcome import by_density, not_applicable
from console.audits.project_settings import has_section, json_settings, toml_settings
from console.audits.repository.path_class import PathClass, path_class
from console.audits.sub_project import holder_of, in_repository, settings_folders, topmost
from console.audits.tools.format_profile import hook_names
from console.audits.tools.own_tool_run import has_program, run_own_tool
from console.audits.tools.tool_run import tool_failed
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.tools.tool_run import ToolAnswer
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "STR10"
_REFERENCE = 0.5  # per thousand lines
_ESLINT = re.compile(r"^(eslint\.config\.[cm]?[jt]s|\.eslintrc(\.(js|cjs|json|ya?ml))?)$")
_ESLINT_FILES = re.compile(r"(eslint\.config\.|\.eslintrc|package\.json\Z)")
_RUFF_FILES = re.compile(r"(\.?ruff\.toml|pyproject\.toml)\Z")
_FLAKE8_FILES = re.compile(r"(\.flake8|setup\.cfg|tox\.ini)\Z")
_GO_FILES = re.compile(r"\.golangci\.")
_OTHERS = frozenset({PathClass.VENDORED, PathClass.GENERATED})
_LINE = r"^(?P<path>[^\n:]+):(?P<line>[0-9]{1,9}):\d+:? (?P<words>.+)$"


class OwnLinter(NamedTuple):
    """A linter and how it tells of faults; ``codes``: its exit codes that are answers."""

    name: str
    arguments: tuple[str, ...]
    codes: tuple[int, ...] = (0, 1)
    line: re.Pattern[str] = re.compile(_LINE, re.M)

    def notes(self, answer: ToolAnswer) -> list[re.Match[str]]:
        """Return the lines that tell of faults: ``path``, ``line``, ``words``; raise ``ConnectorError``."""
        found = list(self.line.finditer(answer.output.decode("utf-8", "replace")))
        if answer.code not in self.codes or (answer.code and not found):
            raise tool_failed(self.name, answer)
        return found


RUFF = OwnLinter("ruff", ("check", "--no-cache", "--no-fix", "--output-format=concise", "--quiet", "."))
FLAKE8 = OwnLinter("flake8", (".",))
ESLINT = OwnLinter("eslint", ("--format=unix", "."))
GOLANGCI = OwnLinter("golangci-lint", ("run", "--out-format=line-number"))


def _check(checkout: Checkout) -> RuleOutcome:
    linters = [(one, folders) for one, folders in _configured(checkout) if folders]
    if not linters:
        builds = _building(checkout)
        why = t("{names}: not run here, because it builds the project.", names=builds) if builds else ""
        return not_applicable(_KEY, why or t("No linter is configured."))
    names = ", ".join(one.name for one, _ in linters)
    if not checkout.runs_own_tools:
        return not_applicable(
            _KEY, t("{names}: runs_own_tools is off for this project, because plug-ins are code.", names=names)
        )
    there = [(one, folders) for one, folders in linters if has_program(one.name)]
    if not there:
        return not_applicable(_KEY, t("{names} is not on this machine.", names=names))
    found = [each for one, folders in there for folder in folders for each in _told(checkout, one, folder, folders)]
    return by_density(_KEY, found, checkout.kloc, _REFERENCE)


def _building(checkout: Checkout) -> str:
    """Return the linter that cannot look without building, which runs code of the project."""
    lints = [toml_settings(checkout, "Cargo.toml", *one, "lints", "clippy") for one in ((), ("workspace",))]
    if {"clippy.toml", ".clippy.toml"} & checkout.paths or any(one is not None for one in lints):
        return "clippy"
    return "go vet" if any(re.search(r"\bgo vet\b", one.commands) for one in ci_jobs(checkout)) else ""


def _configured(checkout: Checkout) -> Iterator[tuple[OwnLinter, tuple[str, ...]]]:
    """Yield the linters with the folders in which they are configured; ruff finds settings further down by itself."""
    yield RUFF, topmost(settings_folders(checkout, _RUFF_FILES, lambda folder, _: _has_ruff(checkout, folder)))
    yield FLAKE8, settings_folders(checkout, _FLAKE8_FILES, lambda folder, _: _has_flake8(checkout, folder))
    yield ESLINT, settings_folders(checkout, _ESLINT_FILES, lambda folder, names: _has_eslint(checkout, folder, names))
    yield GOLANGCI, settings_folders(checkout, _GO_FILES, lambda _, names: bool(names))


def _has_ruff(checkout: Checkout, folder: str) -> bool:
    return (
        not {posixpath.join(folder, one) for one in ("ruff.toml", ".ruff.toml")}.isdisjoint(checkout.paths)
        or toml_settings(checkout, posixpath.join(folder, "pyproject.toml"), "tool", "ruff") is not None
        or (not folder and bool(hook_names(checkout) & {"ruff", "ruff-check"}))
    )


def _has_flake8(checkout: Checkout, folder: str) -> bool:
    sections = (posixpath.join(folder, one) for one in ("setup.cfg", "tox.ini"))
    return (
        posixpath.join(folder, ".flake8") in checkout.paths
        or (not folder and "flake8" in hook_names(checkout))
        or any(has_section(checkout, one, "flake8") for one in sections)
    )


def _has_eslint(checkout: Checkout, folder: str, names: frozenset[str]) -> bool:
    settings = json_settings(checkout, posixpath.join(folder, "package.json")) or {}
    return "eslintConfig" in settings or any(_ESLINT.match(one) for one in names)


def _told(checkout: Checkout, linter: OwnLinter, folder: str, folders: tuple[str, ...]) -> Iterator[Finding]:
    for one in linter.notes(run_own_tool(checkout, linter.name, linter.arguments, folder)):
        path = in_repository(one["path"], folder)
        is_ours = path in checkout.paths and holder_of(path, folders) == folder
        if is_ours and path_class(path) not in _OTHERS:
            words = one["words"].strip()[:200]
            yield Finding(_KEY, RuleSeverity.HIGH, path, int(one["line"]), evidence=words, tool=linter.name)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.STRICT,
        RuleSeverity.HIGH,
        title=lambda: t("The project's own linter finds nothing"),
        why=lambda: t("A rule that the project gave itself and does not keep teaches to ignore all of them."),
        mend=lambda: t("Correct what it names, or take the rule out of its settings."),
        check=_check,
        scope="history",
    )
)
