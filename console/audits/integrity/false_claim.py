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
_MAKE = re.compile(r"^\s*(?:\$ )?make ((?:[a-z][\w-]* ?)+)\s*(?:#.*)?$", re.M)
_NPM = re.compile(r"^\s*(?:\$ )?(?:npm|pnpm|yarn) run ([\w:-]+)", re.M)
_MODULE = re.compile(r"^\s*(?:\$ )?python3? -m ([a-z_]\w*)", re.M)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
_TARGET = re.compile(r"^([A-Za-z0-9_.-]+(?: [A-Za-z0-9_.-]+)*)\s*:(?!=)", re.M)
_FULL = re.compile(r"100\s*%\s*(?:test |code |line |branch )?coverage", re.I)
_RATE = re.compile(r'<coverage[^>]*\bline-rate="([\d.]+)"')
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
    prose = _FENCE.sub(lambda m: "\n" * m[0].count("\n"), text)
    for match in _LINK.finditer(prose):
        target = next(one for one in match.groups() if one is not None)
        if not _is_there(checkout, target):
            yield _finding(readme, text, match.start(), t("{target} does not exist", target=target[:120]))
    yield from _commands(checkout, readme, text)
    full, rate = _FULL.search(text), _RATE.search(checkout.text("coverage.xml"))
    if full is not None and rate is not None and float(rate[1]) < 0.995:
        claim = t("100 % coverage is claimed; coverage.xml says {percent} %", percent=f"{100 * float(rate[1]):.0f}")
        yield _finding(readme, text, full.start(), claim)


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
    for match in _MAKE.finditer(text):
        missing = [one for one in match[1].split() if one not in targets]
        if missing and makefile and "%" not in "".join(targets) and "include" not in checkout.text(makefile):
            yield _finding(readme, text, match.start(1), t("make has no target {name}", name=missing[0]))
    scripts = _scripts(checkout)
    for match in _NPM.finditer(text):
        if scripts is not None and match[1] not in scripts:
            yield _finding(readme, text, match.start(1), t("package.json has no script {name}", name=match[1]))
    for match in _MODULE.finditer(text):
        if not _has_module(checkout, match[1]):
            yield _finding(readme, text, match.start(1), t("there is no module {name}", name=match[1]))


def _scripts(checkout: Checkout) -> frozenset[str] | None:
    if "package.json" not in checkout.paths:
        return None
    try:
        found = json.loads(checkout.text("package.json")).get("scripts", {})
    except (ValueError, AttributeError, RecursionError):
        return None
    return frozenset(found) if isinstance(found, dict) else None


def _has_module(checkout: Checkout, name: str) -> bool:
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
