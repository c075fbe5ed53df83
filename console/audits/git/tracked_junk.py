"""GIT10: what belongs to one machine is tracked for all."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.file_patch import mended_patch
from console.audits.outcome import passed_or_failed
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "GIT10"
_FOLDERS = frozenset(
    [
        "node_modules", ".venv", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache",
        ".tox", ".nox", ".eggs",
        ".gradle", ".terraform", "bower_components", ".ipynb_checkpoints", ".nyc_output",
        ".parcel-cache",
    ]
)  # fmt: skip
_FILES = re.compile(
    r"^(\.env(\.(local|prod|production|staging)|\.\w+\.local)?|\.DS_Store|Thumbs\.db|desktop\.ini|npm-debug\.log|.*\.(pyc|pyo|swp)|\.coverage"
    r"|.*\.tfstate(\.backup)?)$"
)
_KEYS = re.compile(r"(^|/)config/(master|credentials/[\w-]+)\.key$")  # of Rails: they open what is sealed beside them
_CACHES = re.compile(r"(^|/)(__pycache__|\.\w+_cache|\.DS_Store|[^/]*\.py[co])$")
_MATERIAL = re.compile(r"(^|/)(testdata|test_data|fixtures?|__fixtures__|samples?|templates?)/")
_APART = re.compile(
    r"(^|/)(tests?|testdata|test_data|fixtures?|__fixtures__|__tests__|specs?|samples?|examples?|templates?|\{\{[^/]*\}\})/"
)


def _check(checkout: Checkout) -> RuleOutcome:
    counts = Counter(junk for one in checkout.tracked if (junk := _junk(one.path, checkout.paths)))
    found = [_finding(checkout, junk, count) for junk, count in sorted(counts.items())]
    return passed_or_failed(_KEY, found)


def _junk(path: str, paths: frozenset[str]) -> str:
    """Return the folder or file that should not be tracked; empty: it may be."""
    parts = path.split("/")
    for place, part in enumerate(parts[:-1]):
        here = "/".join(parts[: place + 1])
        is_environment = part in {"venv", "env"} and not paths.isdisjoint(
            {f"{here}/pyvenv.cfg", f"{here}/bin/activate", f"{here}/Scripts/activate.bat"}
        )
        if part in _FOLDERS or part.endswith(".egg-info") or is_environment:
            return "" if _is_apart(here, f"{here}/") else here
    is_junk = _FILES.match(parts[-1]) or _KEYS.search(path)
    return path if is_junk and not _is_apart(path, path) else ""


def _is_apart(name: str, place: str) -> bool:
    """Return whether it stands for something in a test; what Python leaves behind when tests run does not."""
    return (_MATERIAL if _CACHES.search(name) else _APART).search(place) is not None


def _finding(checkout: Checkout, junk: str, count: int) -> Finding:
    evidence = t("{count} tracked files", count=count) if junk not in checkout.paths else ""
    patch = "" if "/.env" in f"/{junk}" and junk in checkout.paths else _patch(checkout, junk)
    return Finding(_KEY, RuleSeverity.HIGH, junk, evidence=evidence, patch=patch, tool="console-audit")


def _patch(checkout: Checkout, junk: str) -> str:
    """Return the line that .gitignore lacks; a patch that deletes .env would repeat its secrets."""
    old = checkout.text(".gitignore")
    name = junk.rpartition("/")[2] + ("" if junk in checkout.paths else "/")
    if name in old.split() or name.rstrip("/") in old.split():
        return ""
    ended = old if not old or old.endswith("\n") else f"{old}\n"
    return mended_patch(checkout, ".gitignore", old, f"{ended}{name}\n")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.GIT,
        RuleSeverity.HIGH,
        title=lambda: t("Nothing is tracked that .gitignore should name"),
        why=lambda: t(
            "It differs on every machine, hides real changes, and a tracked .env carries secrets to everybody."
        ),
        mend=lambda: t(
            "Name it in .gitignore and take it out with “git rm -r --cached”; revoke what a tracked .env held."
        ),
        check=_check,
        mending=Mending.SAFE,
        scope="tree",
    )
)
