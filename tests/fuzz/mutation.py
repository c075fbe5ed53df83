"""Making hostile input out of good one: by its bytes, by its words, and by its tree where it has one."""

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

import yaml
from hypothesis import strategies as st

_LARGEST = 64 * 1024
_WORD = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w./:-]*|-?\d[\d.eE+:TZ-]*')
_TOKENS = (
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b"\x1b[31m", b"\xe2\x80\xae", b"<b onload=x>&",
    b"=HYPERLINK(1)", b"../../../etc/passwd", b"$(id)`id`;id", b"{0.__class__}%s{x}", b"9" * 5000, b"-1", b"1e400",
    b"NaN", b"-Infinity", b"null", b"true", b"[]", b"{}", b"[" * 40, b'{"a":' * 40, b"\\ud800", b'"\\ud800"',
    b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00", b"&a [*a, *a]", b"!!python/object:os.system x",
    b"*a", b"? ", b"<<: {}", b"- " * 50, b"~", b"18446744073709551616", b"P9999999999Y", b"0" * 300, b"'", b'"', b",",
    b";;", b"---\n", b"```\n", b"|", b"\xc3", "😀".encode(), b"A" * 3000, "日本".encode() * 100, b"\x85", b"\t",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, -(10**400), 1.5, 1e308, float("nan"), float("inf"), "", "x", "\x00", "\ud800",
    "\u202e<b>", "=1+1", "../../x", "9" * 5000, "NaN", "1e999999999", "0001-01-01T00:00:00+14:00", "-1", "1d", "0",
    "9999-12-31T23:59:59.999999999-14:00", [], {}, [[]], {"": {}}, [None], "a" * 5000, "\n", "%", "{x}", "${a}", "::",
    [0] * 300, {str(number): number for number in range(300)}, "2026-02-30", "Feb", "*/0 * * * *", "/", ".", "..",
)  # fmt: skip
Draw = Callable[[st.SearchStrategy[Any]], Any]


@lru_cache(maxsize=512)
def _tree(raw: bytes) -> str:
    """Return the tree of JSON or YAML as JSON; empty where there is none."""
    with suppress(ValueError, RecursionError):
        return _written(json.loads(raw))
    with suppress(Exception):  # PyYAML itself raises what it likes
        return _written(yaml.safe_load(raw))
    return ""


def _written(found: object) -> str:
    return json.dumps(found, default=str) if isinstance(found, dict | list) else ""


def _cut(draw: Draw, raw: bytes) -> bytes:
    return raw[: draw(st.integers(0, len(raw)))]


def _without(draw: Draw, raw: bytes) -> bytes:
    start = draw(st.integers(0, len(raw)))
    return raw[:start] + raw[start + draw(st.integers(1, 40)) :]


def _flip(draw: Draw, raw: bytes) -> bytes:
    at = draw(st.integers(0, max(0, len(raw) - 1)))
    return raw[:at] + bytes([draw(st.integers(0, 255))]) + raw[at + 1 :]


def _insert(draw: Draw, raw: bytes) -> bytes:
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + draw(st.sampled_from(_TOKENS)) + raw[at:]


def _repeat(draw: Draw, raw: bytes) -> bytes:
    start = draw(st.integers(0, len(raw)))
    part = raw[start : start + draw(st.integers(1, 200))]
    return raw[:start] + part * draw(st.integers(2, 30)) + raw[start:]


def _word(draw: Draw, raw: bytes) -> bytes:
    """Put something else in the place of a word, a number or a quoted text."""
    found = [one.span() for one in _WORD.finditer(raw)]
    if not found:
        return _insert(draw, raw)
    start, end = found[draw(st.integers(0, len(found) - 1))]
    return raw[:start] + draw(st.sampled_from(_TOKENS)) + raw[end:]


def _line(draw: Draw, raw: bytes) -> bytes:
    """Move a line to another place, or double it there."""
    lines = raw.split(b"\n")
    one, to = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    lines.insert(to, lines[one] if draw(st.booleans()) else lines.pop(one))
    return b"\n".join(lines)


def _value(draw: Draw, raw: bytes) -> bytes:
    """Put something else in the place of one value of the tree."""
    known = _tree(raw)
    if not known:
        return _word(draw, raw)
    tree = json.loads(known)
    places = list(_places(tree))
    inside, key = places[draw(st.integers(0, len(places) - 1))] if places else ([tree], 0)
    move = draw(st.sampled_from(("other", "other", "other", "gone", "wrapped", "twice")))
    if move == "gone":
        del inside[key]
    elif move == "wrapped":
        inside[key] = [inside[key]]
    elif move == "twice" and isinstance(inside, list):
        inside.append(inside[key])
    else:
        inside[key] = draw(st.sampled_from(_VALUES))
    return json.dumps(tree, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


def _places(tree: Any) -> Any:
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, one in list(pairs):
        yield tree, key
        yield from _places(one)


_MOVES = (_cut, _without, _flip, _insert, _repeat, _word, _word, _line, _value, _value, _value, _value)


@st.composite
def mutated(draw: Draw, seeds: Sequence[bytes]) -> bytes:
    """Return one of some seeds after one to four moves."""
    raw = draw(st.sampled_from(seeds))
    for move in draw(st.lists(st.sampled_from(_MOVES), min_size=1, max_size=4)):
        raw = move(draw, raw)[:_LARGEST]
    return raw
