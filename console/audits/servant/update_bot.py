"""SRV05: dependencies that nothing keeps up to date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.ci_job import ci_jobs
from console.audits.ci_yaml import read_yaml
from console.audits.dependencies.declared_dependency import declares_dependencies
from console.audits.file_patch import file_patch
from console.audits.outcome import not_applicable, passed_or_failed
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SRV05"
_DAY = 86_400.0
_USUAL_DAYS = 60.0
_ECOSYSTEMS = (
    (re.compile(r"^(.*/)?(pyproject\.toml|requirements[\w.-]*\.txt|setup\.(py|cfg)|Pipfile)$"), "pip"),
    (re.compile(r"^(.*/)?package\.json$"), "npm"),
    (re.compile(r"^(.*/)?go\.mod$"), "gomod"),
    (re.compile(r"^(.*/)?Cargo\.toml$"), "cargo"),
    (re.compile(r"^(.*/)?pom\.xml$"), "maven"),
    (re.compile(r"^(.*/)?build\.gradle(\.kts)?$"), "gradle"),
    (re.compile(r"^(.*/)?Gemfile$"), "bundler"),
    (re.compile(r"^(.*/)?composer\.json$"), "composer"),
    (re.compile(r"^(.*/)?Dockerfile$"), "docker"),
    (re.compile(r"^\.github/workflows/.+\.ya?ml$"), "github-actions"),
)
_BOTS = re.compile(
    r"^(\.github/dependabot\.ya?ml|(\.github/|\.gitlab/)?(renovate\.json5?|\.renovaterc(\.json5?)?)|"
    r"\.pyup\.yml|\.scala-steward\.conf|"
    r"\.github/renovate-config\.\w+|\.dependabot/config\.yml)$"
)
_BY_BOT = re.compile(r"dependabot|renovate|pyup|scala-steward|snyk-bot|greenkeeper|deps-bot", re.I)
_BUMP = re.compile(
    r"^(\w+(\([\w-]+\))?!?: )?(bump|update( dependency)?) .+ (from .+ to |to v?\d)|dependabot/|renovate/", re.I
)
_SELF_RUN = re.compile(r"renovatebot/github-action|\brenovate/renovate\b|\bnpx renovate\b|dependabot/dependabot-core")


def _check(checkout: Checkout) -> RuleOutcome:
    apart = (PathClass.VENDORED, PathClass.TEST)
    paths = [
        one
        for one in sorted(checkout.paths)
        if path_class(one) not in apart and not re.search(r"(^|/)(fixtures|testdata)/", one)
    ]
    needed = [
        name
        for pattern, name in _ECOSYSTEMS
        if any(pattern.match(one) and declares_dependencies(checkout, one) for one in paths)
    ]
    if not needed:
        return not_applicable(_KEY, t("The project declares no dependencies."))
    configured = next((one for one in paths if _BOTS.match(one)), "")
    if not configured and '"renovate"' in checkout.text("package.json"):
        configured = "package.json"
    if not configured:  # a workflow of the project may be the bot
        configured = next((one.path for one in ci_jobs(checkout) if _SELF_RUN.search(one.commands)), "")
    if not configured:
        if any(_BY_BOT.search(one.author + one.email) for one in _recent(checkout)):
            return passed_or_failed(_KEY, [])  # its settings lie elsewhere
        return passed_or_failed(_KEY, [_finding("", t("no Dependabot, no Renovate"), _patch(needed))])
    if _is_off(checkout, configured):
        return passed_or_failed(_KEY, [_finding(configured, t("it names nothing to update"))])
    return passed_or_failed(_KEY, list(_asleep(checkout, configured)))


def _is_off(checkout: Checkout, path: str) -> bool:
    """Return whether the bot is told to do nothing: no updates, or none at a time."""
    if "dependabot" not in path:
        return re.search(r"^[^\S\n]*[\"']?enabled[\"']?\s*:\s*false", checkout.text(path), re.M) is not None
    updates = read_yaml(checkout.text(path)).get("updates")
    known = [one for one in updates if isinstance(one, dict)] if isinstance(updates, list) else []
    return not known or all(one.get("open-pull-requests-limit") == 0 for one in known)


def _finding(path: str, evidence: str, patch: str = "") -> Finding:
    return Finding(_KEY, RuleSeverity.HIGH, path, evidence=evidence, patch=patch, tool="console-audit")


def _asleep(checkout: Checkout, configured: str) -> Iterator[Finding]:
    """Yield that the bot proposes nothing, in a project that goes on and has had the bot for long enough."""
    since = _since(checkout)
    history = history_of(checkout)
    born_s = min((one.committed_s for one in history if any(c.path == configured for c in one.changes)), default=0)
    recent = _recent(checkout)
    by_bot = [one for one in recent if _BY_BOT.search(one.author + one.email + one.body) or _BUMP.search(one.subject)]
    if recent and born_s < since and not by_bot:
        yield _finding(
            configured, t("no commit of the bot in {days} days", days=round((checkout.now_s - since) / _DAY))
        )


def _since(checkout: Checkout) -> float:
    return checkout.now_s - threshold(_USUAL_DAYS, checkout.profile.strictness) * _DAY


def _recent(checkout: Checkout) -> list[HistoryCommit]:
    return [one for one in history_of(checkout) if one.committed_s >= _since(checkout)]


def _patch(needed: list[str]) -> str:
    rows = "".join(
        f'  - package-ecosystem: "{one}"\n    directory: "/"\n    schedule:\n      interval: "weekly"\n'
        for one in needed
    )
    return file_patch(".github/dependabot.yml", "", f"version: 2\nupdates:\n{rows}")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SERVANT,
        RuleSeverity.HIGH,
        title=lambda: t("A bot keeps the dependencies up to date"),
        why=lambda: t("Known weaknesses stay for months where a person has to think of updating."),
        mend=lambda: t("Configure Dependabot or Renovate, and merge what they propose."),
        check=_check,
        mending=Mending.SAFE,
        scope="day",
        past=PastContents.RENAMED,
    )
)
