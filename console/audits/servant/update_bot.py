"""SRV05: dependencies that nothing keeps up to date."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.ci_job import ci_jobs
from console.audits.ci_yaml import read_yaml
from console.audits.dependencies.update_ecosystem import own_paths, update_ecosystems
from console.audits.file_patch import file_patch
from console.audits.outcome import not_applicable, passed_or_failed
from console.audits.project_settings import json_settings
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import is_measured_code
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SRV05"
_DAY = 86_400.0
_USUAL_DAYS = 60.0
_BOTS = re.compile(
    r"^(\.github/dependabot\.ya?ml|(\.github/|\.gitlab/)?(renovate\.json5?|\.renovaterc(\.json5?)?)|"
    r"\.pyup\.yml|\.scala-steward\.conf|"
    r"\.github/renovate-config\.\w+|\.dependabot/config\.yml)$"
)
_BY_BOT = re.compile(r"dependabot|renovate|pyup|scala-steward|snyk-bot|greenkeeper|deps-bot", re.I)
_BUMP = re.compile(
    r"^(\w+(\([\w-]+\))?!?: )?((bump|update( dependency)?) .{1,200} (from .{1,200} to |to v?\d)"
    r"|bump the .{1,200} group\b.{0,200} with \d+ update|update all (non-major )?dependencies"
    r"|update .{1,200} digest to [0-9a-f]{6}|pin dependenc(y|ies)\b|lock file maintenance)"
    r"|dependabot/|renovate/",
    re.I,
)
_TOKEN = re.compile(r"//[^\n]*|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|[{}\[\]:]|\w+")
_SELF_RUN = re.compile(
    r"renovatebot/github-action|\brenovate/renovate\b|\bnpx renovate\b|dependabot/dependabot-core|renovate-runner"
)
_BRINGS_UP = re.compile(
    r"\b(uv lock --upgrade|pip-compile [^\n]{0,200}--upgrade|poetry update|npm update|npm-check-updates|ncu -u"
    r"|cargo update|go get -u|update-flake-lock|updatecli)\b"
)
_PROPOSES = re.compile(r"create-pull-request|\bgh pr create\b|\bglab mr create\b|updatecli")


def _check(checkout: Checkout) -> RuleOutcome:
    paths, needed = own_paths(checkout), update_ecosystems(checkout)
    if not needed:
        return not_applicable(_KEY, t("The project declares no dependencies."))
    configured = next((one for one in paths if _BOTS.match(one)), "")
    if not configured and '"renovate"' in checkout.text("package.json"):
        configured = "package.json"
    if not configured:  # a workflow of the project may be the bot
        configured = next((one.path for one in ci_jobs(checkout) if _SELF_RUN.search(one.commands + one.calls)), "")
    if not configured:
        if any(_BRINGS_UP.search(one.commands) and _PROPOSES.search(one.commands) for one in ci_jobs(checkout)):
            return passed_or_failed(_KEY, [])  # a job of the project does what a bot would
        if any(_BY_BOT.search(one.author + one.email) for one in _recent(checkout)):
            return passed_or_failed(_KEY, [])  # its settings lie elsewhere
        return passed_or_failed(_KEY, [_finding("", t("no Dependabot, no Renovate"), _patch(needed))])
    if _is_off(checkout, configured):
        return passed_or_failed(_KEY, [_finding(configured, t("it names nothing to update"))])
    return passed_or_failed(_KEY, list(_asleep(checkout, configured)))


def _is_off(checkout: Checkout, path: str) -> bool:
    """Return whether the bot is told to do nothing: no updates, or none at a time."""
    if path == "package.json":
        inside = (json_settings(checkout, path) or {}).get("renovate")
        return isinstance(inside, dict) and inside.get("enabled") is False
    if "dependabot" not in path:
        return _is_disabled(checkout.text(path))
    updates = read_yaml(checkout.text(path)).get("updates")
    known = [one for one in updates if isinstance(one, dict)] if isinstance(updates, list) else []
    return not known or all(one.get("open-pull-requests-limit") == 0 for one in known)


def _is_disabled(text: str) -> bool:
    """Return whether settings of Renovate turn all of it off, not one manager or package; comments are allowed."""
    words = [one for one in _TOKEN.findall(text) if not one.startswith("//")]
    depth = 0
    for place, one in enumerate(words):
        depth += (one in "{[") - (one in "}]")
        if depth == 1 and one.strip("\"'") == "enabled" and words[place + 1 : place + 3] == [":", "false"]:
            return True
    return False


def _finding(path: str, evidence: str, patch: str = "") -> Finding:
    return Finding(_KEY, RuleSeverity.HIGH, path, evidence=evidence, patch=patch, tool="console-audit")


def _asleep(checkout: Checkout, configured: str) -> Iterator[Finding]:
    """Yield that the bot proposes nothing, in a project that goes on and has had the bot for long enough."""
    since = _since(checkout)
    history = history_of(checkout)
    born_s = min((one.committed_s for one in history if any(c.path == configured for c in one.changes)), default=0)
    recent = _recent(checkout)
    by_bot = [one for one in recent if _BY_BOT.search(one.author + one.email + one.body) or _brings_up(one)]
    if recent and born_s < since and not by_bot:
        yield _finding(
            configured, t("no commit of the bot in {days} days", days=round((checkout.now_s - since) / _DAY))
        )


def _brings_up(commit: HistoryCommit) -> bool:
    """Return whether a title is one that bots write, and not all that it changed is the project's own code."""
    changed = [one.path for one in commit.changes]
    return bool(_BUMP.search(commit.subject)) and (not changed or not all(map(is_measured_code, changed)))


def _since(checkout: Checkout) -> float:
    return checkout.now_s - threshold(_USUAL_DAYS, checkout.profile.strictness) * _DAY


def _recent(checkout: Checkout) -> list[HistoryCommit]:
    return [one for one in history_of(checkout) if one.committed_s >= _since(checkout)]


def _patch(needed: Mapping[str, tuple[str, ...]]) -> str:
    rows = "".join(
        f'  - package-ecosystem: "{name}"\n{_places(folders)}    schedule:\n      interval: "weekly"\n'
        for name, folders in needed.items()
    )
    return file_patch(".github/dependabot.yml", "", f"version: 2\nupdates:\n{rows}")


def _places(folders: tuple[str, ...]) -> str:
    named = [json.dumps(one, ensure_ascii=False) for one in folders]
    if len(named) == 1:
        return f"    directory: {named[0]}\n"
    return "    directories:\n" + "".join(f"      - {one}\n" for one in named)


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
