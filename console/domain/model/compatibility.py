"""Whether one version of a model may follow another: ranges, cache, migration (E2.1). Usable by itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_VERSION = re.compile(r"v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?")
_RANGE = re.compile(r"v?(\d{1,9})(?:\.(\d{1,9}|x))?(?:\.(\d{1,9}|x))?")


class Ground(StrEnum):
    """Why a switch is refused."""

    NOT_A_VERSION = "not-a-version"
    NOT_IN_MATRIX = "not-in-matrix"
    DOES_NOT_WORK_WITH = "does-not-work-with"


class Need(StrEnum):
    """What must be done for a switch: beforehand, or first of all when it is refused."""

    CLEAR_CACHE = "clear-cache"
    MIGRATE = "migrate"
    MIGRATE_BACK = "migrate-back"
    GO_THROUGH = "go-through"
    ADD_TO_MATRIX = "add-to-matrix"
    CORRECT_VERSION = "correct-version"


@dataclass(frozen=True, slots=True)
class CompatibilityRule:
    """``versions`` (a version or range) work together with any of ``works_with``, in both directions of a switch.

    ``migration`` is the script that must run before a switch to ``versions``; going back it must be undone.
    """

    versions: str
    works_with: tuple[str, ...]
    invalidate_cache: bool = False
    migration: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: ``about`` is the version in question, ``ranges`` what it works with as far as the matrix says."""

    ground: Ground
    about: str
    ranges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeededAction:
    """Something to do; ``what`` is a script, a version to switch to first, or the version to add or correct."""

    need: Need
    what: str = ""


@dataclass(frozen=True, slots=True)
class SwitchVerdict:
    """A switch may be made when there are no ``reasons`` against it, once the ``actions`` are done."""

    current: str
    target: str
    reasons: tuple[Reason, ...]
    actions: tuple[NeededAction, ...]

    @property
    def is_compatible(self) -> bool:
        """Return whether nothing speaks against it."""
        return not self.reasons


def is_version(text: str) -> bool:
    """Return whether a text is a version such as ``v1.2.3``."""
    return _VERSION.fullmatch(text) is not None


def is_same_version(one: str, other: str) -> bool:
    """Return whether two texts name the same version: ``1.2``, ``v1.2`` and ``v1.2.0`` do."""
    return one == other or (is_version(one) and _numbers(one) == _numbers(other))


def _numbers(version: str) -> tuple[int, ...]:
    """Return the three numbers of a version."""
    found = _VERSION.fullmatch(version)
    return () if found is None else tuple(int(part or 0) for part in found.groups())


def matches(version: str, pattern: str) -> bool:
    """Return whether a version lies in a range; ``v1.2.x``, ``v1.2`` and ``v1`` leave the rest open."""
    found, wanted = _VERSION.fullmatch(version), _RANGE.fullmatch(pattern)
    if found is None or wanted is None:
        return False
    return all(
        asked in {None, "x"} or int(asked) == int(part or 0)
        for part, asked in zip(found.groups(), wanted.groups(), strict=True)
    )


def check_switch(
    current: str, target: str, rules: Sequence[CompatibilityRule], known: Iterable[str] = ()
) -> SwitchVerdict:
    """Return whether ``target`` may follow ``current``, why not, and what is needed.

    A pair that the matrix does not name is refused. ``known`` are versions that a refused switch may go through.
    """
    wrong = [version for version in (current, target) if not is_version(version)]
    if wrong:
        reasons = tuple(Reason(Ground.NOT_A_VERSION, version) for version in wrong)
        return SwitchVerdict(current, target, reasons, tuple(NeededAction(Need.CORRECT_VERSION, one) for one in wrong))
    if _numbers(current) == _numbers(target):
        return SwitchVerdict(current, target, (), ())
    forth, back = _rules(target, current, rules), _rules(current, target, rules)
    if forth or back:
        return SwitchVerdict(current, target, (), _actions(forth, back))
    return _refused(current, target, rules, known)


def _rules(version: str, other: str, rules: Sequence[CompatibilityRule]) -> list[CompatibilityRule]:
    """Return the rules that name a version and let it work with another."""
    return [
        rule
        for rule in rules
        if matches(version, rule.versions) and any(matches(other, pattern) for pattern in rule.works_with)
    ]


def _actions(forth: list[CompatibilityRule], back: list[CompatibilityRule]) -> tuple[NeededAction, ...]:
    """Return what must be done; a range that works with itself is found both ways and counts once, as going forth."""
    actions = [NeededAction(Need.MIGRATE, rule.migration) for rule in forth if rule.migration]
    behind = [rule for rule in back if rule not in forth]
    actions += [NeededAction(Need.MIGRATE_BACK, rule.migration) for rule in behind if rule.migration]
    if any(rule.invalidate_cache for rule in (*forth, *behind)):
        actions.append(NeededAction(Need.CLEAR_CACHE))
    return tuple(dict.fromkeys(actions))


def _refused(current: str, target: str, rules: Sequence[CompatibilityRule], known: Iterable[str]) -> SwitchVerdict:
    ranges = tuple(dict.fromkeys(one for rule in rules if matches(target, rule.versions) for one in rule.works_with))
    ground = Ground.DOES_NOT_WORK_WITH if ranges else Ground.NOT_IN_MATRIX
    through = [
        NeededAction(Need.GO_THROUGH, version)
        for version in dict.fromkeys(known)
        if version not in {current, target}
        and check_switch(current, version, rules).is_compatible
        and check_switch(version, target, rules).is_compatible
    ]
    actions = tuple(through) or (NeededAction(Need.ADD_TO_MATRIX, target),)
    return SwitchVerdict(current, target, (Reason(ground, target, ranges),), actions)
