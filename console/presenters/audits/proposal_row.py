"""Proposed projects and webhooks as rows, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.estate.schema.project import Project


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A repository: ``project`` is what would be added (``None``: nothing, ``reasons`` say why). Texts are visible."""

    repository: str
    project: Project | None
    made_of: str
    reasons: str
    is_taken: bool = True
    is_known: bool = False

    @property
    def state(self) -> str:
        """Return what becomes of it."""
        if self.project is None:
            return t("there already") if self.is_known else t("not possible")
        return t("will be added") if self.is_taken else t("left out")

    @property
    def health(self) -> Health:
        """Return how that looks."""
        if self.project is None:
            return Health.UNKNOWN if self.is_known else Health.WARNING
        return Health.OK if self.is_taken else Health.UNKNOWN


def proposal_row(
    repository: str, project: Project | None, made_of: str, reasons: Iterable[str], *, is_known: bool = False
) -> ProposalRow:
    """Return a proposal as a row; ``reasons`` say what is proposed and why, or why nothing is."""
    told = "; ".join(visible_line(one) for one in reasons if one)
    return ProposalRow(visible_line(repository), project, visible_line(made_of), told, is_known=is_known)


@dataclass(frozen=True, slots=True)
class HookRow:
    """A webhook that would tell of pushes; ``what`` says what would be done, or why nothing can."""

    project: str
    what: str
    is_possible: bool


def hook_row(project: str, summary: str, why_not: str) -> HookRow:
    """Return the plan of a webhook as a row."""
    return HookRow(visible_line(project), visible_line(why_not or summary), not why_not)
