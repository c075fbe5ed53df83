"""Silences: which alerts tell nobody, until when, and why."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.label_matcher import LabelMatcher
from console.domain.resource import ResourceRef


class SilenceState(StrEnum):
    """Whether it mutes now, later, or no more."""

    ACTIVE = "active"
    PENDING = "pending"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Silence:
    """``ref.name`` is its id; times are unix seconds; ``version`` changes with every edit."""

    ref: ResourceRef
    state: SilenceState
    matchers: tuple[LabelMatcher, ...]
    starts_s: float
    ends_s: float
    created_by: str
    comment: str
    version: str = ""

    @property
    def condition(self) -> str:
        """Return its matchers as one text."""
        return " ".join(str(one) for one in self.matchers)
