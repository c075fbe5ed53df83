"""What policies say to a change, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.policy_verdict import PolicyNeed
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.policy_verdict import PolicyFinding, PolicyVerdict


class PolicyLine(NamedTuple):
    """One sentence with how to comply; ``health`` says whether it agrees, warns or refuses."""

    health: Health
    text: str


def policy_lines(verdict: PolicyVerdict | None) -> tuple[PolicyLine, ...]:
    """Return the lines of a verdict, refusals first; without findings one that says how many policies agree."""
    if verdict is None:
        return ()
    if not verdict.findings:
        return (PolicyLine(Health.OK, t("Policies: {count} agree.", count=verdict.checked)),)
    return tuple(_line(one) for one in verdict.findings)


def _line(finding: PolicyFinding) -> PolicyLine:
    text = (
        _refused(finding)
        if finding.refuses
        else t("The policy {policy} warns: {text}", policy=finding.policy, text=finding.text)
    )
    return PolicyLine(Health.CRITICAL if finding.refuses else Health.WARNING, f"{text} {finding.comply}".strip())


def _refused(finding: PolicyFinding) -> str:
    if finding.need is PolicyNeed.NOTHING:
        return t("Refused by the policy {policy}: {text}", policy=finding.policy, text=finding.text)
    return t("The policy {policy} asks for more: {text}", policy=finding.policy, text=finding.text)
