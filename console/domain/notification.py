"""Notifications: what is told to people, whatever the channel, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.severity import Severity


class Act(StrEnum):
    """What happens to the matter that a message is about."""

    TRIGGER = "trigger"
    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True)
class Message:
    """``id`` is unique; messages about one matter share ``matter``, so that channels that can, group them.

    ``title`` and ``text`` are plain text, never markup; ``facts`` are (name, value) pairs; ``at_s`` is unix seconds.
    """

    id: str
    matter: str
    title: str
    text: str
    severity: Severity
    at_s: float
    act: Act = Act.TRIGGER
    source: str = "cell-console"
    facts: tuple[tuple[str, str], ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a channel answered: ``id`` is its own name for what was made (an issue's key), ``link`` leads there."""

    detail: str
    id: str = ""
    link: str = ""
