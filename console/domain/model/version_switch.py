"""Whether the versions that are to answer may follow those that answer now, by the matrix (E2.1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from console.domain.model.compatibility import CompatibilityRule, SwitchVerdict, check_switch, is_version

Shares = Sequence[tuple[str, float]]
"""(version, percent) of what answers."""


@dataclass(frozen=True, slots=True)
class VersionSwitch:
    """What the matrix says: ``refused`` must not be, ``allowed`` may need something, ``unjudged`` are no versions.

    A deployment that gives more calls to what answers already is no switch, and has none of them.
    """

    refused: tuple[SwitchVerdict, ...] = ()
    allowed: tuple[SwitchVerdict, ...] = ()
    unjudged: tuple[str, ...] = ()


def version_switch(
    trusted: str, rules: Sequence[CompatibilityRule], running: Shares, wanted: Shares, known: Sequence[str] = ()
) -> VersionSwitch:
    """Return what the matrix says to versions that begin to answer.

    The one that is to answer most must be able to follow the one that answers most now; another one answers beside it.
    Nothing refuses the way back to ``trusted``, the version that the estate calls current. ``known`` are versions that
    a refused switch may go through.
    """
    pairs = tuple(_pairs(running, wanted))
    named = dict.fromkeys(version for pair in pairs for version in pair)
    unjudged = tuple(version for version in named if not is_version(version))
    verdicts = [check_switch(*pair, rules, known) for pair in pairs if not set(pair) & set(unjudged)]
    refused = tuple(one for one in verdicts if not (one.is_compatible or _is_same(one.target, trusted)))
    return VersionSwitch(refused, tuple(one for one in verdicts if one.is_compatible), unjudged)


def _pairs(running: Shares, wanted: Shares) -> Iterator[tuple[str, str]]:
    """Yield which version is to follow, or to answer beside, which; none of two that answer together already."""
    answers = {version for version, _ in running}
    before, main = _most(running), _most(wanted)
    if before and main not in answers:
        yield before, main
    for version, _ in wanted:
        if version not in {main, before} and not {version, main} <= answers:
            yield main, version


def _most(shares: Shares) -> str:
    return max(shares, key=lambda one: one[1], default=("", 0.0))[0]


def _is_same(one: str, other: str) -> bool:
    """Return whether two texts are the same version: a switch to itself needs no rule."""
    return is_version(other) and check_switch(one, other, ()).is_compatible
