"""What is to be learned from a game day: sentences that follow from what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.game_day.game_day import MarkWord
from console.domain.game_day.game_score import RUNBOOK_BEGUN, score
from console.kernel.i18n import t
from console.presenters.format import duration

if TYPE_CHECKING:
    from console.domain.game_day.game_day import GameDay
    from console.domain.game_day.game_score import GameScore


def lessons(day: GameDay) -> tuple[str, ...]:
    """Return what to do better; one sentence that all went well when there is nothing."""
    found = score(day)
    if found is None:
        return ()
    told = (*_slow(found), *_wrong(found), *_runbook(day))
    return told or (t("Every phase was within its good time. Practise another fault."),)


def _slow(found: GameScore) -> tuple[str, ...]:
    advice = {
        "detect": t("Nothing told the operator early enough: add an alert, or look at the Overview more often."),
        "diagnose": t("The cause was found late: read the evidence of the diagnosis, and rehearse its runbook."),
        "mitigate": t("Healing took long: rehearse the runbook until its steps are known."),
        "verify": t("It was healed before anybody noticed: let the verification of the runbook run at once."),
    }
    late = [one.phase.key for one in found.measures if one.took_s is None or one.took_s > one.phase.good_s]
    is_healed = all(one.took_s is not None for one in found.measures if one.phase.key == "mitigate")
    return tuple(advice[key] for key in late if key != "verify" or is_healed)


def _wrong(found: GameScore) -> tuple[str, ...]:
    told = []
    if found.wrong_names:
        told.append(t("Wrong diagnoses: {count}. Compare the symptoms of the runbooks.", count=found.wrong_names))
    if found.false_alarms:
        told.append(t("Alarms before anything was broken: {count}.", count=found.false_alarms))
    if found.wrong_claims:
        told.append(
            t(
                "It was called healed too early: {count} times. Verify by metrics, not by hope.",
                count=found.wrong_claims,
            )
        )
    return tuple(told)


def _runbook(day: GameDay) -> tuple[str, ...]:
    begun = any(one.kind == RUNBOOK_BEGUN and one.what == day.runbook for one in day.acts)
    return () if begun else (t("The runbook {name} was not begun; it heals this fault.", name=day.runbook),)


def result(day: GameDay) -> str:
    """Return how a game day ended, in one sentence."""
    healed_s, end = day.first(MarkWord.HEALED), day.end
    if end is not None and end.word is MarkWord.LOST:
        return t("The game day was lost: {why}", why=end.note)
    if end is None or day.broken_s is None:
        return t("Nothing was broken.")
    if healed_s is None:
        return t("It was not healed.")
    took = duration(healed_s - day.broken_s)
    return t("It was healed {took} after it began.", took=took)
