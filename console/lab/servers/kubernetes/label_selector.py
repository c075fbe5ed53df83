"""Label selectors as the API writes them: `app=web,tier in (a,b),!canary`."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from console.lab.servers.kubernetes.api_error import ApiError, bad_request

Labels = Mapping[str, str]
LabelMatch = Callable[[Labels], bool]

_WORDS = re.compile(r"\s*(==|!=|[=!<>(),]|[^\s=!<>(),]+)")
_KEY = re.compile(r"^([a-z0-9A-Z]([-a-z0-9A-Z.]*[a-z0-9A-Z])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$")
_VALUE = re.compile(r"^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$")
_SYMBOLS = frozenset(("==", "!=", *"=!<>(),"))


def parse_label_selector(text: str) -> LabelMatch | None:
    """A predicate over labels; None when everything matches.

    Raises:
        ApiError: 400, with the words of the real server.
    """
    if not text.strip():
        return None
    return _Parser(text).parse()


def match_selector_object(selector: Mapping[str, Any] | None) -> LabelMatch:
    """A predicate from a `LabelSelector` object (matchLabels and matchExpressions)."""
    wanted = dict((selector or {}).get("matchLabels") or {})
    tests = [_equals(key, value) for key, value in wanted.items()]
    for rule in (selector or {}).get("matchExpressions") or ():
        key, values = rule["key"], frozenset(rule.get("values") or ())
        operator = rule["operator"]
        if operator in {"In", "NotIn"}:
            tests.append(_among(key, values, operator == "In"))
        else:
            tests.append(_exists(key, operator == "Exists"))
    return lambda labels: all(test(labels) for test in tests)


def selector_text(selector: Mapping[str, Any] | None) -> str:
    """A `LabelSelector` object as text, as scales and tables show it."""
    parts = [f"{key}={value}" for key, value in sorted(((selector or {}).get("matchLabels") or {}).items())]
    for rule in (selector or {}).get("matchExpressions") or ():
        values = f" ({','.join(sorted(rule.get('values') or ()))})"
        form = {"In": f"{rule['key']} in{values}", "NotIn": f"{rule['key']} notin{values}"}
        parts.append(form.get(rule["operator"], ("" if rule["operator"] == "Exists" else "!") + rule["key"]))
    return ",".join(parts)


class _Parser:
    """A reader of one selector text."""

    def __init__(self, text: str) -> None:
        self._words = _WORDS.findall(text)
        self._place = 0

    def parse(self) -> LabelMatch:
        tests = [self._requirement()]
        while self._peek() == ",":
            self._next()
            tests.append(self._requirement())
        if self._peek():
            raise _unparsable(f"found '{self._peek()}', expected: ',' or 'end of string'")
        return lambda labels: all(test(labels) for test in tests)

    def _peek(self) -> str:
        return self._words[self._place] if self._place < len(self._words) else ""

    def _next(self) -> str:
        word = self._peek()
        self._place += 1
        return word

    def _requirement(self) -> LabelMatch:
        absent = self._peek() == "!"
        if absent:
            self._next()
        key = self._next()
        if not key or key in _SYMBOLS:
            raise _unparsable(f"found '{key}', expected: identifier")
        _check(_KEY, key, "key")
        operator = self._peek()
        if absent or operator in {"", ","}:
            return _exists(key, not absent)
        self._next()
        if operator in {"in", "notin"}:
            return _among(key, self._values(), operator == "in")
        if operator in {"=", "==", "!="}:
            return self._comparison(key, operator)
        if operator in {"<", ">"}:
            return _number(key, operator, self._next())
        raise _unparsable(f"found '{operator}', expected: in, notin, =, ==, !=, gt, lt")

    def _comparison(self, key: str, operator: str) -> LabelMatch:
        value = "" if self._peek() in {"", ","} else self._next()
        _check(_VALUE, value, "value")
        return _among(key, frozenset((value,)), False) if operator == "!=" else _equals(key, value)

    def _values(self) -> frozenset[str]:
        if self._next() != "(":
            self._place -= 1
            raise _unparsable(f"found '{self._peek()}', expected: '('")
        values = {""} if self._peek() == ")" else set()
        while self._peek() != ")":
            word = self._next()
            if word in _SYMBOLS - {","} or not word:
                raise _unparsable(f"found '{word}', expected: ',', ')' or identifier")
            if word != ",":
                _check(_VALUE, word, "value")
                values.add(word)
        self._next()
        return frozenset(values)


def _unparsable(why: str) -> ApiError:
    return bad_request(f"unable to parse requirement: {why}")


def _check(pattern: re.Pattern[str], text: str, what: str) -> None:
    if not pattern.match(text):
        raise bad_request(f'unable to parse requirement: {what}: Invalid value: "{text}": not a valid label {what}')


def _equals(key: str, value: str) -> LabelMatch:
    return lambda labels: labels.get(key) == value


def _exists(key: str, wanted: bool) -> LabelMatch:
    return lambda labels: (key in labels) is wanted


def _among(key: str, values: frozenset[str], wanted: bool) -> LabelMatch:
    return lambda labels: (labels.get(key) in values) is wanted if key in labels or wanted else True


def _number(key: str, operator: str, text: str) -> LabelMatch:
    if not text.lstrip("-").isdigit():
        raise _unparsable(f"for 'Gt', 'Lt' operators, the value must be an integer: {text!r}")
    bound = int(text)

    def test(labels: Labels) -> bool:
        value = labels.get(key, "")
        if not value.lstrip("-").isdigit():
            return False
        return int(value) > bound if operator == ">" else int(value) < bound

    return test
