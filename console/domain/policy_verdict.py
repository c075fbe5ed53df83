"""What the policies say to a change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


class PolicyNeed(StrEnum):
    """What the person at the console can still give, so that a policy agrees; ``NOTHING``: another plan is needed."""

    NOTHING = ""
    REASON = "reason"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class PolicyFinding:
    """What ``policy`` says in ``text``, and how to comply; without ``refuses`` it is a warning."""

    policy: str
    text: str
    comply: str = ""
    need: PolicyNeed = PolicyNeed.NOTHING
    refuses: bool = True


@dataclass(frozen=True, slots=True)
class PolicyVerdict:
    """``checked`` policies were asked; refusals come first among the findings."""

    checked: int
    findings: tuple[PolicyFinding, ...] = ()

    @property
    def refusals(self) -> tuple[PolicyFinding, ...]:
        """Return what forbids the change as it is."""
        return tuple(one for one in self.findings if one.refuses)

    def needs(self, need: PolicyNeed) -> bool:
        """Return whether a refusal asks for this."""
        return any(one.need is need for one in self.refusals)

    def without(self, need: PolicyNeed) -> PolicyVerdict:
        """Return the verdict as it is once this is given."""
        return PolicyVerdict(self.checked, tuple(one for one in self.findings if one.need is not need))

    def demand(self) -> None:
        """Raise ``ChangeRefused``, naming policies and how to comply, unless none of them refuses."""
        refusals = self.refusals
        if refusals:
            said = " ".join(
                t("Refused by the policy {policy}: {text}", policy=one.policy, text=one.text) for one in refusals
            )
            raise ChangeRefused(said, " ".join(dict.fromkeys(one.comply for one in refusals if one.comply)))
