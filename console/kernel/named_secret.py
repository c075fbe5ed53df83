"""Values beside a name that promises a secret, as they stand in output, manifests, settings and addresses."""

from __future__ import annotations

import re
from functools import cache

PROMISING = r"passw(?:or)?[dt]?|passphrase|secret|token|credential|(?:api|access|private)[_-]?key|client[_-]key[_-]data"
_LEAST = 3
_LEAST_OF_MANY = 8
_MOST_BEFORE = 24
_MOST_OF_ARN = 120
_MOST_OF_PATH = 120
_MOST_JUDGED = 200  # of a value, so that names inside one that stays do not make its reading a square

# What tells that the value is not the secret itself: the last word behind the secret's, and the last one before it.
_BEHIND = (
    r"(?:age|annotation|arn|at|attempt|audience|bucket|budget|capacity|chars|class|cmd|command|cost|count"
    r"|created|date|days|dir|directory|duration|enabled|endpoint|env|error|exception|exists|expiration|expired"
    r"|expires|expiry|field|file|folder|format|found|from|generation|header|hint|host|hours|index|invalid"
    r"|issuer|ization|ize|ized|izer|kind|label|latency|len|length|less|lifetime|limit|lower|manager|max|method"
    r"|min|minutes|missing|mode|mount|ms|name|namespace|optional|owner|param|parameter|path|pattern|per|policy"
    r"|port|position|prefix|price|property|provider|quota|rate|reason|ref|reference|renewal|request|required"
    r"|review|rotation|s|scope|seconds|selector|set|size|source|stage|state|status|store|strategy|sum|template"
    r"|throughput|time|total|ttl|type|updated|upper|uri|url|usage|used|version|volume|window)s?"
)
_BEFORE = (
    r"(?:bos|cls|eos|existing|first|has|image|input|last|mask|max|min|next|num|output|pad|per|prompt|pull|sep"
    r"|stop|tls|unk)"
)


@cache
def _named() -> re.Pattern[str]:
    return re.compile(
        rf"(?ai)(?P<word>{PROMISING})(?P<rest>[a-z0-9_]{{0,40}}+(?:-(?:data|key|pem|value))?)"
        r"(?:\\{0,4}[\"'])?[ \t]*+[:=][ \t]*+(?:[|>][-+]?[ \t]*+(?=\r?\n))?"
        r"(?:\r?\n\s*+(?!\S{1,80}:(?:\s|$)|-\s))?"
        r"(?P<quote>\\{0,4}[\"'])?"
    )


@cache
def _values() -> dict[str, re.Pattern[str]]:
    """By what a value begins with: it ends with the same sign, or else with its line."""
    return {
        "": re.compile(r"(?:[^\s\"',;&\\]|\\(?![\"']))++"),
        '"': re.compile(r"(?:[^\"\\\n]|\\.)++"),
        "'": re.compile(r"(?:[^'\\\n]|\\.|'')++"),
        "\\": re.compile(r"(?:[^\"'\\\n]|\\(?![\"']))++"),
    }


@cache
def _harmless() -> re.Pattern[str]:
    """A reference to where the secret is, or a placeholder."""
    return re.compile(
        r"(?i)(?:keyring|env|file):|(?:null|none|nil|true|false)[)\]}]*$|<[^<>\s]{1,40}>$|<set(?: to the key .*)?$"
        r"|\$\(|\$?\{\{|\$\{(?!\w+:?[-=])[^}]*+(?:\}[)\]}]*)?$|(?-i:\$[A-Z_][A-Z0-9_]*+)$"
    )


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"[-+~]?\d[\d.,_]*[A-Za-z%µ]{0,3}(?:/[A-Za-z]+)?[)\]}]*$")


@cache
def _points() -> re.Pattern[str]:
    return re.compile(_BEHIND)


@cache
def _id() -> re.Pattern[str]:
    return re.compile(r"(?i)(?:token(?:_?type)?|key|credential|passw\w*?)s?[_-]?ids?$")


@cache
def _counts() -> re.Pattern[str]:
    return re.compile(_BEFORE)


@cache
def _arn() -> re.Pattern[str]:
    return re.compile(r"arn:[\w-]+:[\w:/.-]*+")


@cache
def _folder() -> re.Pattern[str]:
    return re.compile(r"(?:^|(?<=[\s\"'(]))[~.]{0,2}/(?:[^\s:\"'=@?&]*/)?$")


@cache
def _line() -> re.Pattern[str]:
    return re.compile(r"\d{1,5}(?::\d{1,5})?[:,.;)\]}]*")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def without_named_secrets(text: str, mask: str) -> str:
    """Return a text with such values replaced by ``mask``; what only names, counts or points to a secret stays."""
    parts, done = list[str](), 0
    at = 0
    while found := _named().search(text, at):
        at = found.end()
        quote = found["quote"] or ""
        values = _values()[quote[:1]]
        value = values.match(text, at, at + _MOST_JUDGED)
        if value is not None and not value[0].startswith(mask) and _is_secret(text, found, value[0]):
            parts += (text[done:at], mask)
            whole = values.match(text, at) or value
            at = done = whole.end()
    return "".join((*parts, text[done:])) if done else text


def _is_secret(text: str, name: re.Match[str], value: str) -> bool:
    if len(value) < _LEAST or _harmless().match(value) or _is_in_arn(text, name) or _is_line_of_file(text, name, value):
        return False
    rest = name["rest"]
    several = rest.lower() == "s"
    if several and not _is_random(value):
        return False
    if rest and _number().match(value) and not rest.strip("_").isdecimal():
        return False
    if rest and not several:
        return not (_points().fullmatch(_last(rest)) or _id().search(name["word"] + rest))
    before = text[max(0, name.start() - _MOST_BEFORE) : name.start()].rstrip("_.-")
    return not _counts().fullmatch(_last(before))


def _is_in_arn(text: str, name: re.Match[str]) -> bool:
    """Return whether the name is a part of what AWS calls a resource, which only points to it."""
    begin = text.rfind("arn:", max(0, name.start() - _MOST_OF_ARN), name.start())
    return begin >= 0 and name[0].endswith(":") and _arn().fullmatch(text, begin, name.start()) is not None


def _is_line_of_file(text: str, name: re.Match[str], value: str) -> bool:
    """Return whether a line of a file is named: ``/etc/passwd:120:4``."""
    if not name[0].endswith(":") or not _line().fullmatch(value):
        return False
    return _folder().search(text, max(0, name.start() - _MOST_OF_PATH), name.start()) is not None


def _is_random(value: str) -> bool:
    """Return whether it looks drawn by lot, as opposed to what is said of several secrets."""
    signs = {one.isdecimal() for one in value if one.isascii() and one.isalnum()}
    return len(value) >= _LEAST_OF_MANY and len(signs) == 2 and " " not in value and not _number().match(value)


def _last(words: str) -> str:
    """Return the last word of a name in lower case; empty when it ends otherwise."""
    found = _word().findall(words)
    return found[-1].lower() if found and words.endswith(found[-1]) else ""
