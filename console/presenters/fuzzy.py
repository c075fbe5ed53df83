"""Fuzzy matching: how well typed letters fit a text."""

from __future__ import annotations

_WHOLE, _START, _WORD, _INSIDE, _SCATTERED = 1000, 800, 600, 400, 100
_BREAKS = " -_/.:"


def fuzzy_score(query: str, text: str) -> int | None:
    """Return how well ``query`` fits ``text`` (higher is better), ``None`` when its letters do not occur in order.

    Both must be case-folded. Words of the query may stand in any order. A shorter text wins among equals.
    """
    total = 0
    for word in query.split():
        score = _word_score(word, text)
        if score is None:
            return None
        total += score
    return total - min(len(text), 99)


def _word_score(word: str, text: str) -> int | None:
    place = text.find(word)
    if place == 0:
        return _WHOLE if len(word) == len(text) else _START
    if place > 0:
        inside = place
        while inside > 0:
            if text[inside - 1] in _BREAKS:
                return _WORD
            inside = text.find(word, inside + 1)
        return _INSIDE
    return _scattered_score(word, text)


def _scattered_score(word: str, text: str) -> int | None:
    place, score = -1, _SCATTERED
    for letter in word:
        found = text.find(letter, place + 1)
        if found < 0:
            return None
        if found == 0 or text[found - 1] in _BREAKS:
            score += 20
        elif found != place + 1:
            score -= 5
        place = found
    return max(score, 1)
