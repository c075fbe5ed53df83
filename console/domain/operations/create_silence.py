"""Mute alerts for some time."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class CreateSilence:
    """``matchers`` are conditions like ``cell="tokyo"`` that must all hold; times are unix seconds, start 0 is now.

    One that would mute every alert is refused unless ``everything`` says that this is wanted.
    """

    key: ClassVar[str] = "create-silence"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    matchers: tuple[str, ...]
    ends_s: float
    comment: str
    created_by: str
    starts_s: float = 0.0
    everything: bool = False

    @property
    def target(self) -> Target:
        """Return what it changes: the silence of exactly these conditions."""
        return Target(self.connection, "silence", " ".join(sorted(self.matchers)))

    def summary(self) -> str:
        """Return what it does in one sentence."""
        return t(
            "Mute the alerts of {connection} with {matchers}: {comment}.",
            connection=self.connection,
            matchers=" ".join(self.matchers),
            comment=self.comment.rstrip(".。"),
        )


OPERATIONS.add(OperationKind(CreateSilence.key, CreateSilence, "Mute alerts"))
