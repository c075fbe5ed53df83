"""What checking the trail came to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.health import Health
from console.domain.trail_verification import Verdict
from console.kernel.i18n import t
from console.presenters.format import local_time, number

if TYPE_CHECKING:
    from console.domain.trail_verification import Verification
    from resources.trail.trail_check import Finding, Outcome


def verdict_word(verdict: Verdict) -> str:
    """Return the translated word of a verdict."""
    return {
        Verdict.EMPTY: t("Empty"),
        Verdict.VERIFIED: t("Verified"),
        Verdict.UNSIGNED: t("Not signed"),
        Verdict.BROKEN: t("Broken"),
    }[verdict]


def verdict_health(verdict: Verdict) -> Health:
    """Return how a verdict looks."""
    return {
        Verdict.EMPTY: Health.UNKNOWN,
        Verdict.VERIFIED: Health.OK,
        Verdict.UNSIGNED: Health.WARNING,
        Verdict.BROKEN: Health.CRITICAL,
    }[verdict]


def verdict_sentences(found: Verification) -> tuple[str, ...]:
    """Return all that was found, the verdict first."""
    outcome = found.trail
    head = f"{verdict_word(found.verdict)}: {_covered(outcome)}"
    lines = [head, *(finding_sentence(one) for one in outcome.findings)]
    if outcome.healed:
        places = ", ".join(str(one) for one in outcome.healed)
        lines.append(t("Torn by a crash, and known to be: record {places}.", places=places))
    if found.copy is not None:
        lines.append(t("Second copy: {text}", text=_covered(found.copy)))
        lines += [t("Second copy: {text}", text=finding_sentence(one)) for one in found.copy.findings]
    if found.verdict is Verdict.BROKEN:
        lines.append(
            t("Keep the folder as evidence and compare it with a copy; moved away, a new trail begins by itself.")
        )
    elif found.verdict is Verdict.UNSIGNED:
        lines.append(t("The chain is whole, but whoever can write the files could have made it anew. Sign it."))
    lines.append(t("Checked at {time}.", time=local_time(found.at_s)))
    return tuple(lines)


def _covered(outcome: Outcome) -> str:
    if not outcome.signed:
        return t("{size} records, none of them signed for.", size=number(outcome.size))
    return t(
        "{size} records, {signed} of them signed for by {key}.",
        size=number(outcome.size),
        signed=number(outcome.signed),
        key=outcome.key,
    )


def finding_sentence(one: Finding) -> str:
    """Return what is wrong, and where."""
    place = t("Record {record} ({file}, line {line})", record=one.record, file=one.file, line=one.line)
    return {
        "unreadable": t("{place} cannot be read.", place=place),
        "chain": t(
            "{place} does not follow the one before it: one of the two was changed, removed or moved.", place=place
        ),
        "number": t("{place} says that it is number {number}.", place=place, number=one.detail),
        "root": t(
            "Something in the records {range} is not as it was when a checkpoint was made over them ({file}).",
            range=_range(one.detail),
            file=one.file,
        ),
        "cut": t(
            "The end was cut off: a checkpoint was made over {count} records ({file}), and {size} are there.",
            count=one.detail,
            size=one.record + 1,
            file=one.file,
        ),
        "signature": t(
            "The signature of the checkpoint over {count} records is wrong ({file}).",
            count=one.record + 1,
            file=one.file,
        ),
        "key": t(
            "The checkpoint over {count} records ({file}) is signed by {key}, which is not trusted.",
            count=one.record + 1,
            key=one.detail,
            file=one.file,
        ),
        "origin": t(
            "The checkpoint over {count} records ({file}) is of another trail: {name}.",
            count=one.record + 1,
            name=one.detail,
            file=one.file,
        ),
        "file": t("The file {file} is missing.", file=one.file),
        "checkpoint": t("Line {line} of {file} is damaged.", line=one.line, file=one.file),
        "unsigned": t("There is a key, but no checkpoint that is signed with it and right."),
    }.get(one.code, one.code)


def _range(text: str) -> str:
    first, _, last = text.partition("-")
    return first if first == last else f"{first}–{last}"


def verdict_records(found: Verification) -> dict[str, Any]:
    """Return the same for programs."""
    return {
        "verdict": str(found.verdict),
        "at_s": found.at_s,
        "trail": _record(found.trail),
        "copy": None if found.copy is None else _record(found.copy),
    }


def _record(outcome: Outcome) -> dict[str, Any]:
    return {
        **outcome._asdict(),
        "healed": list(outcome.healed),
        "findings": [one._asdict() for one in outcome.findings],
    }
