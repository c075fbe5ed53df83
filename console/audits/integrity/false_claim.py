"""INT10: the README names something that is not there."""

from __future__ import annotations

import json
import posixpath
import re
import sys
from typing import TYPE_CHECKING
from urllib.parse import unquote

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import not_applicable
from console.audits.project_settings import toml_settings
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout


_KEY = "INT10"
_README = re.compile(r"^readme(\.\w+)?$", re.I)
_LINK = re.compile(r"!?\[[^\]\n]*\]\(\s*<?([^)\s>#?]+)[^)]*\)|^\.\. image:: (\S+)|<img[^>]+src=[\"']([^\"'#?]+)", re.M)
_MAKE = re.compile(r"^\s*(?:\$ )?make ((?:[a-z][\w-]* ?)+)\s*(?:#.*)?$|`(?:\$ )?make ([a-z][\w-]*)`", re.M)
_NPM = re.compile(r"(?:^|`|&& )\s*(?:\$ )?(?:npm|pnpm|yarn) run ([\w:-]+)", re.M)
_MODULE = re.compile(r"(?:^|`|&& )\s*(?:\$ )?python3? -m ([a-z_][\w.]*)", re.M)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
_TARGET = re.compile(r"^([A-Za-z0-9_.-]+(?: [A-Za-z0-9_.-]+)*)\s*:(?!=)", re.M)
_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:\s+<?([^\s>#?]+)", re.M)
_COVERAGE = re.compile(
    r"(\d{1,3}(?:\.\d+)?)\s*%\s*(?:of )?(?:test |code |line |branch |statement )?(?:coverage|covered)"
    r"|coverage(?: of| is|:)?\s*\**(\d{1,3}(?:\.\d+)?)\s*%|badge/coverage-(\d{1,3})%25",
    re.I,
)
_RATE = re.compile(r'<coverage[^>]*\bline-rate="([\d.]+)"')
_REPORT = re.compile(r"(^|/)(coverage|cobertura(-coverage)?)\.xml$")
_SLACK = 1.0
_WORKFLOW = re.compile(r"github\.com/[\w.-]+/[\w.-]+/(?:actions/)?workflows/([\w.%-]+\.ya?ml)", re.I)
_SCRIPT = re.compile(
    r"(?:^|`|&& )\s*(?:\$ )?(?:(?:(?:ba|z)?sh|source|python3?|node|ruby|bash) )?(\./[\w./-]+\.\w+|(?<=sh )[\w./-]+\.sh|"
    r"(?<=python )[\w./-]+\.py|(?<=python3 )[\w./-]+\.py|(?<=node )[\w./-]+\.[cm]?js)\b",
    re.M,
)
_PROGRAM = re.compile(r"^\s*(?:\$ )?([a-z][a-z0-9-]+)(?= [\w./-]|$)", re.M)
_IMPORT = re.compile(r"^\s*(?:>>> )?from (\w+)((?:\.\w+)*) import \(?([\w, ]+)", re.M)
_MAKING = frozenset(
    ["Makefile", "makefile", "GNUmakefile", "CMakeLists.txt", "configure", "configure.ac", "Makefile.am", "Makefile.in"]
)
_MADE = re.compile(r"(^|/)(dist|build|out|target|node_modules|\.venv|venv|_build)(/|$)")
_CODE = re.compile(r"^(```|~~~)[^\n]*\n(.*?)^\1", re.M | re.S)
_INLINE = re.compile(r"`([^`\n]+)`")
_COMMON_MODULES = frozenset(
    [
        "pip",
        "pytest",
        "build",
        "twine",
        "pre_commit",
        "virtualenv",
        "tox",
        "nox",
        "mypy",
        "ruff",
        "black",
        "uvicorn",
        "gunicorn",
        "flask",
        "django",
        "coverage",
    ]
)


def _check(checkout: Checkout) -> RuleOutcome:
    readmes = [one for one in checkout.paths if _README.match(one)]
    if not readmes:
        return not_applicable(_KEY, t("There is no README."))
    found = [one for readme in sorted(readmes) for one in _findings(checkout, readme)]
    return RuleOutcome(_KEY, RuleState.MEASURED, 1.0 / (1.0 + len(found)), tuple(found))


def _findings(checkout: Checkout, readme: str) -> Iterator[Finding]:
    text = checkout.text(readme)
    prose = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)  # places stay as they are
    for match in _LINK.finditer(prose):
        target = next(one for one in match.groups() if one is not None)
        if not _is_there(checkout, target):
            yield _finding(readme, text, match.start(), t("{target} does not exist", target=target[:120]))
    yield from _commands(checkout, readme, text)
    for match in _REFERENCE.finditer(prose):
        if not _is_there(checkout, match[1]):
            yield _finding(readme, text, match.start(1), t("{target} does not exist", target=match[1][:120]))
    for match in _WORKFLOW.finditer(text):
        path = f".github/workflows/{unquote(match[1])}"
        if path not in checkout.paths:
            yield _finding(readme, text, match.start(), t("{target} does not exist", target=path[:120]))
    yield from _coverage(checkout, readme, text)
    yield from _programs(checkout, readme, text)


def _coverage(checkout: Checkout, readme: str, text: str) -> Iterator[Finding]:
    """Yield the claims of more coverage than the report in the repository has."""
    path = next((one for one in sorted(checkout.paths) if _REPORT.search(one)), "")
    rate = _RATE.search(checkout.text(path)) if path else None
    for match in _COVERAGE.finditer(text) if rate is not None else ():
        claimed, real = float(next(one for one in match.groups() if one)), 100 * float(rate[1]) if rate else 0.0
        if claimed > real + _SLACK:
            words = t("{claimed} % coverage is claimed; {path} says {percent} %", claimed=f"{claimed:g}", path=path,
                      percent=f"{real:.0f}")  # fmt: skip
            yield _finding(readme, text, match.start(), words)


def _programs(checkout: Checkout, readme: str, text: str) -> Iterator[Finding]:
    """Yield the scripts that are to be run, and the names that are to be imported, which are not there."""
    shown = [(one.start(2), one[2]) for one in _CODE.finditer(text)]
    for start, part in (*shown, *((one.start(1), one[1]) for one in _INLINE.finditer(text))):
        for match in _SCRIPT.finditer(part):
            path = posixpath.normpath(match[1])
            if path not in checkout.paths and not _MADE.search(path) and not path.startswith(".."):
                yield _finding(readme, text, start + match.start(1), t("{target} does not exist", target=path[:120]))
        for match in _PROGRAM.finditer(part):
            if _is_unprovided(checkout, match[1]):
                yield _finding(readme, text, start + match.start(1), t("no program is called {name}", name=match[1]))
    for start, part in shown:
        for match in _IMPORT.finditer(part):
            words = _own_words(checkout, match[1])
            missing = [one for one in re.findall(r"\w+", match[3].partition(" as ")[0]) if words and one not in words]
            if missing:
                name = t("{module} has no {name}", module=match[1], name=missing[0])
                yield _finding(readme, text, start + match.start(), name)


def _is_unprovided(checkout: Checkout, program: str) -> bool:
    """Return whether a program that is named after a Python project is none that the project brings."""
    project = toml_settings(checkout, "pyproject.toml", "project") or {}
    name = str(project.get("name", "")).lower().replace("_", "-")
    others = {"setup.py", "setup.cfg"} & checkout.paths or toml_settings(checkout, "pyproject.toml", "tool", "poetry")
    is_ours = bool(name) and re.fullmatch(rf"{re.escape(name)}(ctl|d|-[\w-]+)?", program) is not None
    if not is_ours or others or "scripts" in project.get("dynamic", ()):
        return False
    given = {*project.get("scripts", ()), *project.get("gui-scripts", ())}
    return program not in given and not {program, f"{program}.sh"} & _names(checkout)


def _own_words(checkout: Checkout, package: str) -> frozenset[str]:
    """Return every word of the Python of a package of this repository; empty: it has no such package."""
    inside = re.compile(rf"^(?:src/|lib/|python/)?{re.escape(package)}(?:/.*\.py|\.py)$")
    paths = [one for one in checkout.paths if inside.match(one)]

    def read() -> frozenset[str]:
        names = {part for one in paths for part in re.findall(r"\w+", one)}
        return frozenset(names.union(*(re.findall(r"\w+", checkout.text(one)) for one in paths)))

    return checkout.once(f"words-{package}", read) if paths else frozenset()


def _is_there(checkout: Checkout, target: str) -> bool:
    """Only relative paths can be looked up; a folder is there when a file is below it."""
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|\{|<|mailto", target) or "{{" in target or "$" in target:
        return True
    path = posixpath.normpath(unquote(target).lstrip("/"))
    if path.startswith("..") or path == ".":
        return True  # a place on the forge, as ../../issues is
    return path in checkout.paths or any(one.startswith(f"{path}/") for one in checkout.paths)


def _commands(checkout: Checkout, readme: str, text: str) -> Iterator[Finding]:
    makefile = next((one for one in ("GNUmakefile", "makefile", "Makefile") if one in checkout.paths), "")
    targets = {name for row in _TARGET.findall(checkout.text(makefile)) for name in row.split()} if makefile else set()
    if not _names(checkout) & _MAKING and (first := _MAKE.search(text)) is not None:
        yield _finding(readme, text, first.start(1 if first[1] else 2), t("there is no Makefile"))
    for match in _MAKE.finditer(text):
        missing = [one for one in (match[1] or match[2]).split() if one not in targets]
        if missing and makefile and "%" not in "".join(targets) and "include" not in checkout.text(makefile):
            yield _finding(
                readme, text, match.start(1 if match[1] else 2), t("make has no target {name}", name=missing[0])
            )
    scripts = _scripts(checkout) if "package.json" in _names(checkout) else frozenset()
    for match in _NPM.finditer(text):
        if scripts is not None and match[1] not in scripts:
            yield _finding(readme, text, match.start(1), t("package.json has no script {name}", name=match[1]))
    for match in _MODULE.finditer(text):
        if not _has_module(checkout, match[1]):
            yield _finding(readme, text, match.start(1), t("there is no module {name}", name=match[1]))


def _names(checkout: Checkout) -> frozenset[str]:
    return checkout.once("file-names", lambda: frozenset(one.rpartition("/")[2] for one in checkout.paths))


def _scripts(checkout: Checkout) -> frozenset[str] | None:
    if "package.json" not in checkout.paths:
        return None
    try:
        found = json.loads(checkout.text("package.json")).get("scripts", {})
    except (ValueError, AttributeError, RecursionError):
        return None
    return frozenset(found) if isinstance(found, dict) else None


def _has_module(checkout: Checkout, module: str) -> bool:
    name, _, inside = module.rstrip(".").partition(".")
    place = f"{name}/{inside.replace('.', '/')}"
    if inside and any(f"/{name}/" in f"/{one}" for one in checkout.paths):
        return any(f"/{place}.py" in f"/{one}" or f"/{place}/" in f"/{one}" for one in checkout.paths)
    own = {part for one in checkout.paths if one.endswith(".py") for part in one.removesuffix(".py").split("/")}
    is_ours = any(one.endswith(".py") for one in checkout.paths)
    return not is_ours or name in own or name in _COMMON_MODULES or name in sys.stdlib_module_names


def _finding(readme: str, text: str, place: int, evidence: str) -> Finding:
    line = text.count("\n", 0, place) + 1
    return Finding(_KEY, RuleSeverity.MEDIUM, readme, line, evidence=evidence, tool="console-audit")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.MEDIUM,
        title=lambda: t("What the README says is there, is there"),
        why=lambda: t("Somebody who begins follows the README, and stops where it is wrong."),
        mend=lambda: t("Correct the README, or add what it promises."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
