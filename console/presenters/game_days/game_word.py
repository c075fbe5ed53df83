"""The words of game days: phases, ends and marks as a user reads them."""

from __future__ import annotations

from console.domain.game_day.game_day import GameDay, MarkWord
from console.domain.health import Health
from console.kernel.i18n import t


def phase_word(key: str) -> str:
    """Return the translated word of a phase."""
    return {
        "detect": t("Detect"),
        "diagnose": t("Diagnose"),
        "mitigate": t("Mitigate"),
        "verify": t("Verify"),
    }[key]


def mark_word(word: MarkWord) -> str:
    """Return what happened, in the operator's language."""
    return {
        MarkWord.BROKEN: t("The fault began"),
        MarkWord.SEEN: t("Something is wrong, said the operator"),
        MarkWord.NAMED: t("The operator named the fault"),
        MarkWord.TOLD: t("The operator looked up what it is"),
        MarkWord.HEALED: t("The fault was healed"),
        MarkWord.CLAIMED: t("The operator said that it was healed, and it was not"),
        MarkWord.CHECKED: t("The operator checked that it was healed"),
        MarkWord.GIVEN_UP: t("The operator gave up"),
        MarkWord.TIMED_OUT: t("The time was up"),
        MarkWord.CALLED_OFF: t("Called off before anything broke"),
        MarkWord.LOST: t("Lost"),
    }[word]


def day_word(day: GameDay) -> tuple[str, Health]:
    """Return the state of a game day in a word, and how it looks."""
    end = day.end
    if end is None:
        return (t("On its way"), Health.UNKNOWN)
    return {
        MarkWord.CHECKED: (t("Healed and checked"), Health.OK),
        MarkWord.GIVEN_UP: (t("Given up"), Health.WARNING),
        MarkWord.TIMED_OUT: (t("Time was up"), Health.CRITICAL),
        MarkWord.CALLED_OFF: (t("Called off"), Health.UNKNOWN),
    }.get(end.word, (t("Lost"), Health.UNKNOWN))
