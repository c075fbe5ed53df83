"""Label matchers as Alertmanager and Prometheus write them: ``name="text"``, ``!=``, ``=~`` and ``!~`` (anchored)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from console.domain.promql import is_label_name, quoted

_MATCHER = re.compile(r"\s*(?P<name>[^\s=!~\"]+)\s*(?P<sign>=~|!~|!=|=)\s*(?P<value>.*?)\s*", re.DOTALL)
_NOT_RE2 = re.compile(r"\(\?(?:=|!|<[=!]|>|\()|\\[1-9]|\\Z")
_MOST_PATTERN = 1000
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}  # before any other character a backslash stays
# Values that nobody gives a label on purpose: a matcher that lets both through lets (nearly) everything through.
_STRANGERS = ("zq7-nobody-11", "Xk.4 someone_else")


@dataclass(frozen=True, slots=True)
class LabelMatcher:
    """One condition on a label; an absent label counts as the empty text."""

    name: str
    value: str
    is_equal: bool = True
    is_regex: bool = False

    @staticmethod
    def parse(text: str) -> "LabelMatcher":
        """Return the matcher of ``cell="tokyo"`` (quotes may be left out); raise ``ValueError`` when it is none."""
        found = _MATCHER.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is not name=value, name!=value, name=~pattern or name!~pattern")
        if not is_label_name(found["name"]):
            raise ValueError(f"{found['name']!r} is not a label name")
        sign, value = found["sign"], _unquoted(found["value"])
        if sign.endswith("~"):
            _pattern(value)
        return LabelMatcher(found["name"], value, sign.startswith("="), sign.endswith("~"))

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Return whether a label set meets the condition; raise ``ValueError`` for a pattern that is none."""
        value = labels.get(self.name, "")
        same = _pattern(self.value).fullmatch(value) is not None if self.is_regex else value == self.value
        return same == self.is_equal

    def __str__(self) -> str:
        sign = ("=~" if self.is_equal else "!~") if self.is_regex else ("=" if self.is_equal else "!=")
        return f"{self.name}{sign}{quoted(self.value)}"


def matches_all(matchers: Iterable[LabelMatcher], labels: Mapping[str, str]) -> bool:
    """Return whether a label set meets every condition."""
    return all(one.matches(labels) for one in matchers)


def matches_anything(matchers: Iterable[LabelMatcher]) -> bool:
    """Return whether the conditions hold for (nearly) every alert there could be: ``.*``, ``.+``, ``!="x"``."""
    return all(one.matches({one.name: stranger}) for one in matchers for stranger in _STRANGERS)


@lru_cache(maxsize=500)
def _pattern(text: str) -> "re.Pattern[str]":
    if len(text) > _MOST_PATTERN:
        raise ValueError(f"a pattern of {len(text)} characters is too long")
    if _NOT_RE2.search(text):
        raise ValueError(f"{text!r} uses what Alertmanager's patterns do not have (look-around, back references)")
    try:
        return re.compile(text, re.DOTALL)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"{text!r} is no pattern: {error}") from None


def _unquoted(text: str) -> str:
    if len(text) < 2 or not (text.startswith('"') and text.endswith('"')):
        if '"' in text:
            raise ValueError(f"the quotes of {text!r} do not match")
        return text
    return re.sub(r'\\([nrt"\\])', lambda found: _ESCAPES[found[1]], text[1:-1])
