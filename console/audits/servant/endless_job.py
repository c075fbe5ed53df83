"""SRV08: jobs that may hang for six hours, and deployments that may overtake one another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.ci_job import ci_jobs
from console.audits.ci_overtaking import overtaking_jobs
from console.audits.file_patch import mended_patch
from console.audits.outcome import by_share, not_applicable
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SRV08"
_MINUTES = 30


def _check(checkout: Checkout) -> RuleOutcome:
    jobs = [one for one in ci_jobs(checkout) if one.path.startswith(".github/workflows/")]
    found = [
        Finding(
            _KEY,
            RuleSeverity.LOW,
            one.path,
            one.line,
            evidence=one.name[:120],
            patch=_patch(checkout, one.path, one.line),
            tool="console-audit",
        )
        for one in jobs
        if not one.is_timed
    ]
    found += _overtaking(checkout, {(one.path, one.line) for one in found})
    if not jobs:
        return not_applicable(_KEY, t("Other forges limit jobs by themselves."))
    return by_share(_KEY, len(jobs) - len(found), len(jobs), found)


def _overtaking(checkout: Checkout, told: set[tuple[str, int]]) -> Iterator[Finding]:
    """Yield the jobs that are not told yet: their place is that of a job without a limit."""
    for one in overtaking_jobs(checkout):
        if (one.path, one.line) not in told:
            words = t("{name} deploys and has no concurrency group", name=one.name[:120])
            yield Finding(_KEY, RuleSeverity.LOW, one.path, one.line, evidence=words, tool="console-audit")


def _patch(checkout: Checkout, path: str, line: int) -> str:
    """Return the limit as the first setting of the job, indented as the line below it is."""
    lines = checkout.text(path).splitlines(keepends=True)
    indent = re.match(r"\s*", lines[line])[0] if line < len(lines) else ""  # type: ignore[index]  # it always matches
    if not indent.strip("\n") or not re.search(r":\s*(#.*)?$", lines[line - 1]):
        return ""
    limit = f"{indent}timeout-minutes: {_MINUTES}\n"
    return mended_patch(checkout, path, "".join(lines), "".join([*lines[:line], limit, *lines[line:]]))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SERVANT,
        RuleSeverity.LOW,
        title=lambda: t("Jobs end by themselves"),
        why=lambda: t("A job that hangs blocks the others for six hours, and is paid for."),
        mend=lambda: t(
            "Set timeout-minutes to twice what the job usually takes, and a concurrency group where it deploys."
        ),
        check=_check,
        mending=Mending.SAFE,
        scope="tree",
    )
)
