"""STR06: what the project's own type checker says, with the project's own settings, where that may run."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_density, not_applicable
from console.audits.project_settings import has_section, toml_settings
from console.audits.repository.path_class import Language, PathClass, path_class
from console.audits.sub_project import holder_of, in_repository, is_within, settings_folders
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


_KEY = "STR06"
_OTHERS = frozenset({PathClass.VENDORED, PathClass.GENERATED})
_MYPY_FILES = re.compile(r"(\.?mypy\.ini|setup\.cfg|pyproject\.toml)\Z")
_PYRIGHT_FILES = re.compile(r"(pyrightconfig\.json|pyproject\.toml)\Z")
_TSC_FILES = re.compile(r"tsconfig\.json\Z")
_STOPPED = 2
_REFERENCE = 1.0  # errors per thousand lines


class TypeChecker(NamedTuple):
    """A checker and how it tells of errors.

    ``codes``: its exit codes that are answers; ``beside`` is what only says that dependencies are not installed.
    """

    name: str
    arguments: tuple[str, ...]
    codes: tuple[int, ...]
    line: re.Pattern[str]
    beside: re.Pattern[str]

    def notes(self, answer: ToolAnswer) -> list[re.Match[str]]:
        """Return the lines that tell of errors: ``path``, ``line``, ``words``; raise ``ConnectorError``."""
        found = list(self.line.finditer(answer.output.decode("utf-8", "replace")))
        # It stops at what does not parse, and says where.
        is_told = answer.code == _STOPPED and found and all(one["words"].endswith("[syntax]") for one in found)
        if (answer.code not in self.codes and not is_told) or (answer.code and not found):
            raise tool_failed(self.name, answer)
        return found


MYPY = TypeChecker(
    "mypy",
    ("--no-error-summary", "--show-error-codes", "--no-color-output", "--no-pretty", "--hide-error-context",
     "--ignore-missing-imports", "--cache-dir=/dev/null"),
    (0, 1),
    re.compile(r"^(?P<path>[^\n:]+):(?P<line>[0-9]{1,9})(?::\d+)*: error: (?P<words>.+)$", re.M),
    re.compile(r"\[(import[\w-]*|unused-ignore|no-any-return|no-any-unimported|untyped-decorator)\]$|has type \"Any\""
               r"|Untyped decorator makes"),
)  # fmt: skip
PYRIGHT = TypeChecker(
    "pyright",
    (),
    (0, 1),
    re.compile(r"^ {2}(?P<path>[^\n:]+):(?P<line>[0-9]{1,9}):\d+ - error: (?P<words>.+)$", re.M),
    re.compile(r"\(report(Missing\w+|Unknown\w+|Untyped\w+|UnnecessaryTypeIgnoreComment)\)$"),
)
TSC = TypeChecker(
    "tsc",
    ("--noEmit", "--pretty", "false", "--incremental", "false", "-p", "tsconfig.json"),
    (0, 1, 2),
    re.compile(r"^(?P<path>[^\n(]+)\((?P<line>[0-9]{1,9}),\d+\): error (?P<words>TS\d+: .+)$", re.M),
    re.compile(r"^TS(2307|2503|2580|2582|2591|2688|2792|2875|7016|7026)\b"),
)


def _check(checkout: Checkout) -> RuleOutcome:
    checkers = [(one, folders) for one, folders in _configured(checkout) if folders]
    if not checkers:
        return not_applicable(_KEY, t("No type checker is configured."))
    names = ", ".join(one.name for one, _ in checkers)
    if not checkout.runs_own_tools:
        return not_applicable(
            _KEY, t("{names}: runs_own_tools is off for this project, because plug-ins are code.", names=names)
        )
    there = [(one, folders) for one, folders in checkers if has_program(one.name)]
    if not there:
        return not_applicable(_KEY, t("{names} is not on this machine.", names=names))
    found = [each for one, folders in there for folder in folders for each in _told(checkout, one, folder, folders)]
    return by_density(_KEY, found, checkout.kloc, _REFERENCE)


def _configured(checkout: Checkout) -> Iterator[tuple[TypeChecker, tuple[str, ...]]]:
    """Yield the checkers with the folders in which they are configured."""
    yield MYPY, settings_folders(checkout, _MYPY_FILES, lambda folder, _: _has_mypy(checkout, folder))
    yield PYRIGHT, settings_folders(checkout, _PYRIGHT_FILES, lambda folder, _: _has_pyright(checkout, folder))
    yield TSC, settings_folders(checkout, _TSC_FILES, lambda folder, _: _has_tsc(checkout, folder))


def _has_mypy(checkout: Checkout, folder: str) -> bool:
    is_set = (
        not {posixpath.join(folder, one) for one in ("mypy.ini", ".mypy.ini")}.isdisjoint(checkout.paths)
        or has_section(checkout, posixpath.join(folder, "setup.cfg"), "mypy")
        or toml_settings(checkout, posixpath.join(folder, "pyproject.toml"), "tool", "mypy") is not None
        or (not folder and "mypy" in hook_names(checkout))
    )
    return is_set and _has(checkout, folder, Language.PYTHON)


def _has_pyright(checkout: Checkout, folder: str) -> bool:
    is_set = (
        posixpath.join(folder, "pyrightconfig.json") in checkout.paths
        or toml_settings(checkout, posixpath.join(folder, "pyproject.toml"), "tool", "pyright") is not None
    )
    return is_set and _has(checkout, folder, Language.PYTHON)


def _has_tsc(checkout: Checkout, folder: str) -> bool:
    is_set = posixpath.join(folder, "tsconfig.json") in checkout.paths
    return is_set and _has(checkout, folder, Language.TYPESCRIPT, Language.JAVASCRIPT)


def _has(checkout: Checkout, folder: str, *languages: Language) -> bool:
    code = checkout.of(PathClass.SOURCE, PathClass.TEST, languages=frozenset(languages))
    return any(is_within(one, folder) for one in code)


def _told(checkout: Checkout, checker: TypeChecker, folder: str, folders: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what a checker says in a folder of the files that no folder below has settings for."""
    arguments = checker.arguments
    if checker is MYPY and not _names_files(checkout, folder):
        arguments = (*arguments, ".")
    answer = run_own_tool(checkout, checker.name, arguments, folder)
    if checker is MYPY and answer.code == _STOPPED and b"Duplicate module named" in answer.output:
        answer = run_own_tool(checkout, checker.name, (*arguments, "--explicit-package-bases"), folder)
    for one in checker.notes(answer):
        path = in_repository(one["path"], folder)
        is_ours = path in checkout.paths and holder_of(path, folders) == folder
        if is_ours and path_class(path) not in _OTHERS and not checker.beside.search(one["words"]):
            words = one["words"].strip()[:200]
            yield Finding(_KEY, RuleSeverity.MEDIUM, path, int(one["line"]), evidence=words, tool=checker.name)


def _names_files(checkout: Checkout, folder: str) -> bool:
    settings = toml_settings(checkout, posixpath.join(folder, "pyproject.toml"), "tool", "mypy") or {}
    beside = (posixpath.join(folder, one) for one in ("mypy.ini", ".mypy.ini", "setup.cfg"))
    texts = [checkout.text(one) for one in beside if one in checkout.paths]
    return bool({"files", "packages", "modules"} & set(settings)) or any(
        re.search(r"^(files|packages|modules)\s*=", one, re.M) for one in texts
    )


RULES.add(
    AuditRule(
        _KEY,
        AuditName.STRICT,
        RuleSeverity.MEDIUM,
        title=lambda: t("The project's own type checker finds nothing"),
        why=lambda: t("Types that are checked nowhere are wrong sooner or later, and mislead whoever reads them."),
        mend=lambda: t("Correct the types, and let the pipeline run the checker."),
        check=_check,
        scope="history",
    )
)
