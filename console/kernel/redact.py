"""Redaction: the one ``scrub`` that every sink passes text through."""

from __future__ import annotations

import re
import threading
from functools import cache

MASK = "•••"
_MIN_SECRET = 6  # shorter strings would mask ordinary words everywhere

_SCHEMES = (
    r"basic|bearer|token|bot|digest|negotiate|ntlm|hawk|hoba|mutual|oauth|dpop|gnap|jwt|key|vapid|splunk|ssws|geniekey"
    r"|signature|shared(?:key(?:lite)?|accesssignature)|scram-sha-[\d-]{1,9}|api-?(?:key|token)"
    r"|aws\d?(?:-[\w-]{1,40})?|h?mac(?=[ \t]++\w{1,20}=)|(?:[a-z\d]{1,12}-){1,3}sha\d{1,3}"
)
_SIGN = r"[^\s\"',;\\]"
_LONG_MIXED = r"(?=[^\s\"',;\\\d]*+\d)[^\s\"',;\\]{8}"
_REFERENCE = r"\$[({]|(?-i:\$[A-Z_][A-Z0-9_]*+)(?![^\s\"',;\\])|\{\{"
_CREDENTIAL = rf"(?!{_REFERENCE}){_LONG_MIXED}"
_SCHEME_AND = rf"[\w-]{{1,40}}[ \t]++(?={_CREDENTIAL})"
_KEY = r"[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
_BREAK = r"(?:\s|\\[nrt]?)*+"
_BASE64 = r"[A-Za-z0-9+/=]"
_HEADER = r"(?:Proc-Type|DEK-Info|Version|Comment|Charset|MessageID|Subject)"
_AND = r"\\{1,4}u0026"  # as Go and .NET write an ampersand in JSON
_LINE = (  # a whole line of a key behind what a log or a search puts before each line
    r"(?:[\r\n]++|\\++[rn]|<br ?/?>|&#1[03];)(?:[^\n]{0,60}?[^A-Za-z0-9+/=\n])?" + _BASE64 + "{60,}+"
)

_lock = threading.Lock()
_known: set[str] = set()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compiled with the first text, because the first painted window needs none."""
    return (
        re.compile(  # behind a scheme, or as HTTP writes the name, or long: other words are what somebody says of it
            r"(?i)(\b(?:(?-i:(A))|a)uthorization\b(?:\\{0,4}[\"'])?[ \t]*+(?:(:)|=)[ \t]*+(?:\\{0,4}[\"'])?"
            rf"(?:(?:{_SCHEMES})[ \t]++(?!{_REFERENCE})"
            rf"|(?!{_REFERENCE}|[\[{{])(?:[a-z_-]{{1,15}}[ \t]++(?={_CREDENTIAL})"
            rf"|(?={_LONG_MIXED}|{_SIGN}{{16}}|(?(2){_SIGN}++[ \t]*+(?:[\"'\\\r\n]|\Z)|(?!))"
            rf"|(?(3){_SCHEME_AND}|(?!)))(?(3)()))))"
            rf"(?:(?(4){_SCHEME_AND}|(?!)))?+"  # an unknown word and what is behind it: either may be the secret
            r"[^\s\"',;\\]++(?:(?<==)\"[^\"\n]*+\"?|,[ \t]*+[\w-]{1,40}=[^\s\"',\\]*+)*+"
        ),
        re.compile(r"(?i)(\bbearer\s++)[A-Za-z0-9._~+/=-]{6,}+"),
        re.compile(r"(://[^\s/:@]*+:)[^\s/@]++(?=@)"),
        re.compile(  # a token in the place of the user; an account name is shorter, or only letters
            r"(?i)(\bhttps?://)(?:(?=[^\s/:@\"'?#\d]*+\d)[^\s/:@\"'?#]{8,}+|[^\s/:@\"'?#]{20,}+)(?=@)"
            r"(?:(?<=[^\s/:@\"'?#]{40})|(?!@(?:dev\.azure\.com|[\w-]{1,60}\.visualstudio\.com)\b))"
        ),
        re.compile(  # of an address that is signed: whoever has it may fetch what lies there
            rf"(?i)((?:[?&](?:amp;)?|{_AND})(?:[a-z]{{1,10}}-){{0,3}}sig(?:nature)?=)(?!{_REFERENCE}|[{{<]|%[sdv]\b)"
            rf"(?=[^\s&\"'#<>]{{8}})(?:(?!{_AND})[^\s&\"'#<>])++"
        ),
        re.compile(
            r"()\b(?:gh[pousr]_[A-Za-z0-9]{20,}+|glpat-[\w-]{16,}+|xox[abprs]-[\w-]{10,}+"
            r"|(?<!-)eyJ[\w-]{10,}+\.[\w-]{10,}+\.[\w-]*+)"
        ),
        re.compile(  # to its end; of one that is cut off, or only named, no more than can be a key's
            rf"()-----BEGIN {_KEY}(?:[^-]*+(?:-(?!----(?:BEGIN|END) )[^-]*+)*+-----END {_KEY}"
            rf"|(?:(?:{_BREAK}{_HEADER}: [^\n\\\"]{{0,200}}+){{1,9}}+"
            rf"(?={_BREAK}{_BASE64}{{16}}))?+"
            rf"(?:{_BREAK}{_BASE64}{{16,}}+|(?:[\s\"'+,>|#-]|\\[nrt]?)*+{_BASE64}{{40,}}+|{_LINE})*+"
            rf"(?:(?:[ \t\r]*+(?:\n|\\++n)[\s\\]*+{_BASE64}++)++(?=[\s\"']*+\Z))?+)"
        ),
    )


def register_secret(value: str) -> None:
    """Remember a secret value of 6 characters or more, so that ``scrub`` masks it wherever it turns up."""
    if len(value) >= _MIN_SECRET:
        with _lock:
            _known.add(value)


def scrub(text: str) -> str:
    """Return ``text`` with known secrets and everything that looks like one masked."""
    from console.kernel.named_secret import without_named_secrets  # noqa: PLC0415 - not before the first paint

    with _lock:
        known = sorted(_known, key=len, reverse=True)
    for value in known:
        if value in text:
            text = text.replace(value, MASK)
    for pattern in _patterns():
        text = pattern.sub(rf"\g<1>{MASK}", text)
    return without_named_secrets(text, MASK)
