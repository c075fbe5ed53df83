"""A question of a run to a person."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Asks(StrEnum):
    """What is asked for: that something was done or seen, a decision, another person's consent, what became of a step
    that was interrupted, or what to do about a step whose system cannot be reached.
    """

    CONFIRM = "confirm"
    DECIDE = "decide"
    APPROVE = "approve"
    UNKNOWN = "unknown"
    OFFLINE = "offline"


class Choice(msgspec.Struct, frozen=True):
    """An answer that can be given; ``go`` is where it leads: a step's name, ``next``, a section or ``end``."""

    label: str
    go: str = "next"


class Question(msgspec.Struct, frozen=True):
    """``people`` is how many must consent, all of them others than who began the run (only ``APPROVE``)."""

    asks: Asks
    text: str
    choices: tuple[Choice, ...] = ()
    needs_note: bool = False
    needs_picture: bool = False
    people: int = 0
