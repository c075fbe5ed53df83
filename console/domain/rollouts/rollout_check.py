"""What was found of a cell while a stage is watched."""

from enum import StrEnum

import msgspec


class CheckTopic(StrEnum):
    """What was looked at."""

    HEALTH = "health"
    ERRORS = "errors"
    ACCURACY = "accuracy"
    JUDGE = "judge"
    SLO = "slo"
    COST = "cost"
    CARBON = "carbon"


class CheckVerdict(StrEnum):
    """``HOLD``: not good enough to go on, and no proof that it is bad."""

    GO = "go"
    HOLD = "hold"
    FAIL = "fail"


class RolloutCheck(msgspec.Struct, frozen=True):
    """One finding in a sentence, with its query, the connection that was asked, and when (unix seconds).

    ``beside`` is what another judge (Kayenta) says of the same.
    """

    cell: str
    topic: CheckTopic
    verdict: CheckVerdict
    sentence: str
    query: str = ""
    connection: str = ""
    beside: str = ""
    at_s: float = 0.0
