"""Keys that are in each other's way: the same ones, or some that begin like others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QKeySequence

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable


class KeyHolder(NamedTuple):
    """What has keys already; ``title`` is translated."""

    title: str
    keys: str


def key_clash(wanted: str, holders: Iterable[KeyHolder]) -> str:
    """Return in a sentence whose keys would no longer work beside ``wanted``; empty when it can be had."""
    if not wanted:
        return ""
    for one in holders:
        if one.keys and (said := _clash(wanted, one)):
            return said
    return ""


def _clash(wanted: str, holder: KeyHolder) -> str:
    mine, theirs = QKeySequence(wanted), QKeySequence(holder.keys)
    if mine == theirs:
        return t("{keys} belongs to {action}.", keys=wanted, action=holder.title)
    if QKeySequence.SequenceMatch.PartialMatch in {mine.matches(theirs), theirs.matches(mine)}:
        return t(
            "{keys} and {others} of {action} begin alike: only the shorter one would work.",
            keys=wanted, others=holder.keys, action=holder.title,
        )  # fmt: skip
    return ""
