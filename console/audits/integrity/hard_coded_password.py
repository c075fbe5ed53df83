"""INT02: a password written into the code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.kept_finding import kept_findings
from console.audits.outcome import by_density
from console.audits.own_excuse import is_excused
from console.audits.repository.path_class import Language, PathClass, language_of, path_class
from console.audits.source_commit import is_rust_test
from console.audits.tools.ruff_run import ruff_notes
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from console.audits.repository.checkout import Checkout
    from console.audits.tools.ruff_run import RuffNote
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "INT02"
_REFERENCE = 0.05
_CODES = frozenset({"S105", "S106", "S107"})
_OTHERS = frozenset(Language) - {Language.PYTHON, Language.YAML}
_NAME = (
    r"(?:[A-Za-z_.-]{0,80}(?:password|passwd|passphrase|pwd|secret|api[_-]?key|(?:auth|access|api|bot|bearer|refresh|deploy)[_-]?token|"
    r"private[_-]?key|signing[_-]?key|encryption[_-]?key)[A-Za-z0-9_]*"
    r"|(?:[A-Za-z_]{0,40}_)?(?:db|user|smtp|e?mail|ftp|mysql|pg|postgres|redis|mongo|root|admin|login|proxy)_pass(?![A-Za-z0-9_]))"
)
_VALUE = r"""(?P<quote>["'`])(?P<value>[^"'`\s]{4,200})(?P=quote)"""
_ASSIGNED = re.compile(
    rf"""(?i)(?<![\w.-])(?P<name>{_NAME})(?:["']\]?)?\s*(?:\[\w*\]\s*)?(?::\s*[\w<>&\[\]' ]{{1,40}})?"""
    rf"""(?::=|=(?!=)|:|\|\||\?\?)\s*(?:String::from\(\s*)?b?{_VALUE}(?!\s*\|\s*["'])"""
    rf"""|\#define\s+(?P<name2>{_NAME})\s+"(?P<value2>[^"\s]{{4,200}})\""""
    rf"""|\b(?:(?:set|with)_?(?P<name3>{_NAME})|getConnection)\(\s*+(?:[^"(),\n]*+,\s*+){{0,4}}(?:"[^"]*",\s*){{0,4}}"(?P<value3>[^"\s]{{4,200}})"\s*\)"""
)
_FALLBACK = re.compile(
    rf"""(?i)(?:getenv|environ\.get|env\.get|Getenv|env::var)\(\s*["'](?P<name>{_NAME}|[A-Z_]*(?:TOKEN|KEY)[A-Z_]*)["']\s*,\s*{_VALUE}"""
)
_GIVEN = (  # to what keeps settings, to what is built, as what holds when nothing else is said, as a framework does
    re.compile(rf"""(?i)\.(?P<name>password|passwd)\(\s*{_VALUE}\s*\)"""),
    re.compile(
        rf"""(?i)\buser(?:name)?["']?\s*[:=]\s*[^,\n]{{1,100}},\s*["']?(?P<name>pass)["']?\s*[:=]\s*{_VALUE}\s*[,\n}})]"""
    ),
    re.compile(
        rf"""(?i)\b(?:setdefault|put|putenv|setenv|setProperty)\(\s*["'](?P<name>{_NAME})["']\s*,\s*{_VALUE}\s*\)"""
    ),
    re.compile(rf"""(?i)["']--(?P<name>{_NAME})["'][^\n]{{0,200}}?\bdefault\s*=\s*{_VALUE}"""),
    re.compile(
        rf"""(?i)^[^\S\n]*(?P<name>{_NAME})[^\S\n]*(?::[^=\n]{{1,60}})?=\s*(?:\w+\.)?(?:SecretStr|Field|field)\((?:default\s*=\s*)?{_VALUE}""",
        re.M,
    ),
    re.compile(rf"""(?i)@Value\(\s*(?P<quote>")\$\{{(?P<name>{_NAME}):(?P<value>[^"\s{{}}]{{4,200}})\}}"\s*\)"""),
)
_ENTRY = re.compile(
    rf"""(?i)["'](?P<name>{_NAME})["']\s*:\s*(?P<quote>["'])(?P<value>[^"'`\s]{{4,200}})(?P=quote)[\s,}}\])]*(#.*)?$"""
)
_IN_LINES = (_ENTRY, _FALLBACK, *_GIVEN)
_SHELL = re.compile(
    rf"""(?i)^[^\S\n]*(?:export\s+|readonly\s+|local\s+)*(?P<name>{_NAME})=(?P<value>[^\s"'`$;&|<>()]{{6,200}})\s*(?:\#.*)?$""",
    re.M,
)
_SET = r"""(?:(?<=["'])[^"'\s${}]{6,200}(?=["'])|[^"'\s#${}<>&*!|,][^"'\s#${}<>|,]{5,199})"""
_SETTING = re.compile(
    rf"""(?im)^[^\S\n]*(?:-[^\S\n]+)?["']?(?P<name>{_NAME})["']?\s*[:=]\s*(?P<quote>["']?)(?P<value>{_SET})(?P=quote)[^\S\n]*+(?:,[^\S\n]*+)?(?:\#.*)?$"""
)
_ENVIRONMENT = re.compile(
    rf"""(?im)^[^\S\n]*(?:-[^\S\n]*)?name:\s*["']?(?P<name>{_NAME})["']?\s*\n\s*value:\s*(?P<quote>["']?)(?P<value>[^"'\s#${{}}]{{6,200}})(?P=quote)\s*$"""
)
_SETTINGS = re.compile(r"\.(ya?ml|properties|toml|ini|conf|cfg|json[c5]?|tfvars|tf)$", re.I)
_APART = re.compile(
    r"(^|/)(locales?|i18n|lang|translations?|messages|schemas?|examples?|samples?|docs?|templates?|charts?/[^/]+/templates)/"
    r"|(^|[./-])(lock|schema|example|sample|template|dist)\b|package(-lock)?\.json$|pnpm-lock|composer\.lock|^\.github/",
    re.I,
)
_NAMED = re.compile(r"""["'][\w.-]+["']\s*:""")
_QUOTED = re.compile(r"""(["'`])(?:\\.|(?!\1)[^\\])+(?:\1|$)""")
_LITERAL = re.compile(r"""["']([^"']*)["']""")
# What stands for a secret, or names where it is, is none.
_HARMLESS = re.compile(
    r"(?i)^(x+|\*+|\.+|-+|_+|none|null|nil|true|false|undefined|optional|required|string|test\w*|dummy\w*|fake\w*"
    r"|example\w*|sample\w*|change-?_?me\w*|replace-?_?me\w*|placeholder\w*|redacted|todo|your[-_].*|my[-_ ].*"
    r"|password|passwd|secret|token|api[_-]?key|[a-z_.-]*(password|passwd|secret|token)[a-z_.-]*"
    r"|(required|nullable|sometimes|bail|filled|confirmed|string)(\|[\w:,.]+)+"  # what is asked of one
    r"|<.*>|\[[A-Z_]+\]|\$\{?.*|%.*%|\{\{?.*\}?\}|\(\(.*\)\)"
    r"|(keyring|env|file|vault|secret|https?|arn|op|ref|secretref|aws|gcp|sops|ENC\[).*:.*|/.*"
    r"|.*\.(json|ya?ml|txt|pem|key|env|toml|crt|cer|p12|jks))$"
)
_PLAIN = re.compile(
    r"(?i)^([\w.-]*[_.-])?(password|passwd|passphrase|pwd)$|^[a-z][\w.]*(Password|Passwd|Passphrase|Pwd)$"
)
_ABOUT = re.compile(
    r"(?i)(name|field|label|header|url|uri|path|file|dir|type|kind|prefix|suffix|env|var|ref|arn|id|column|param|pattern|regexp?"
    r"|hint|placeholder|prompt|title|text|message|error|policy|min|max|len|length|expir\w*|ttl|age|algorithm|hash|hasher"
    r"|encoder|store|manager|provider|service|endpoint|reset|change|changed|rules?|input|selector|scheme|format|version"
    r"|context|scope|mode|strategy|validator|key_?ref|class|topic|queue|attribute|attr|option|flag|command|cmd|help|description|desc|info|doc|tooltip|warning|instruction|requirement)s?$"
)
_EXPRESSION = re.compile(r"\[[^\]]*-[^\]]*\]|\(\?|\\[dws]|%[sd(]|\{\w*\}|^[#.][\w-]+$")  # a pattern, template, selector
# What is told to people: "The two passwords do not match", "invalid token".
_SENTENCE = re.compile(
    r"^[A-Z][a-z']*(?: [a-z0-9'(),/-]+)+[.!?:…]?$"
    r"|^(?i:(?=.*\b(?:password|passphrase|token|secret)s?\b)[a-z']+(?: [a-z0-9'(),/-]+)+[.!?:…]?)$"
)
_WORDS = re.compile(r"^[A-Za-z]+([_./:-][A-Za-z]+)+$|^[a-z]+$|^[A-Z][a-z]+$|^[A-Z]+(_[A-Z]+)*$|^[a-z]+([A-Z][a-z]+)+$")


def _check(checkout: Checkout) -> RuleOutcome:
    found = [*_python(checkout), *_others(checkout)]
    return by_density(_KEY, found, checkout.kloc, _REFERENCE)


def _python(checkout: Checkout) -> Iterator[Finding]:
    notes = (
        (one.filename, one)
        for one in ruff_notes(checkout)
        if one.code in _CODES and path_class(one.filename) is PathClass.SOURCE
    )
    yield from kept_findings(checkout, _KEY, notes, lambda one: _in_note(checkout, one))
    paths = checkout.of(PathClass.SOURCE, languages=frozenset({Language.PYTHON}))
    entries = ((path, path) for path in paths)
    yield from kept_findings(checkout, f"{_KEY}-entries", entries, lambda path: _in_entries(checkout, path))


def _in_note(checkout: Checkout, note: RuffNote) -> Iterator[Finding]:
    line = checkout.line(note.filename, note.location.row)
    value = line[note.location.column - 1 :] if note.location.row == note.end_location.row else ""
    value = value[: note.end_location.column - note.location.column].strip("rbuf\"'") if value else ""
    is_text = not value and re.search(r"\"{3}|'{3}", line) is not None  # over several lines: a page about passwords
    if is_text or is_excused(line, note.code or ""):
        return
    if not value or _is_secret(_last_quoted(note.message), value):
        yield _finding(note.filename, note.location.row, line, value, "ruff")


def _in_entries(checkout: Checkout, path: str) -> Iterator[Finding]:
    for row, value in _entries(checkout.lines(path)):
        yield _finding(path, row, checkout.line(path, row), value, "console-audit")


def _entries(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for row, line in enumerate(lines, 1):
        if ('"' not in line and "'" not in line) or line.lstrip().startswith("#"):
            continue
        match = next((one for shape in _IN_LINES if (one := shape.search(line[:1000])) is not None), None)
        if match is not None and _is_secret(match["name"], match["value"]) and not is_excused(line, "S105"):
            yield row, match["value"]


def _last_quoted(message: str) -> str:
    """Return the name that ruff says it is assigned to."""
    found = _LITERAL.findall(message)
    return found[-1] if found else ""


def _others(checkout: Checkout) -> Iterator[Finding]:
    for path in checkout.of(PathClass.SOURCE, languages=_OTHERS):
        is_shell = language_of(path) is Language.SHELL
        yield from _written(
            checkout, path, (_ASSIGNED, _FALLBACK, *_GIVEN, *([_SHELL] if is_shell else [])), _is_secret
        )
    for path in checkout.of(PathClass.OTHER):
        if _SETTINGS.search(path) and not _APART.search(path):
            yield from _written(checkout, path, (_SETTING, _ENVIRONMENT), _is_set_secret)


def _written(
    checkout: Checkout,
    path: str,
    shapes: tuple[re.Pattern[str], ...],
    judge: Callable[[str, str], bool],
) -> Iterator[Finding]:
    text = checkout.text(path)
    told: set[int] = set()
    for match in (each for shape in shapes for each in shape.finditer(text)):
        known = match.groupdict()
        group = next(one for one in ("value", "value2", "value3") if known.get(one) is not None)
        name = known[group.replace("value", "name")] or "password"
        row = text.count("\n", 0, match.start(group)) + 1
        line = checkout.line(path, row)
        is_comment = line.lstrip().startswith(("//", "*", "#", "/*")) and not line.lstrip().startswith("#define")
        is_free = is_comment or is_excused(line, "S105", checkout.line(path, row - 1))
        if row not in told and not is_free and not is_rust_test(checkout, path, row) and judge(name, known[group]):
            told.add(row)
            yield _finding(path, row, line, known[group], "console-audit")


def _is_secret(name: str, value: str) -> bool:
    """A mere word (a field, a label, a state) is no password, unless the name says that it is just that."""
    if len(value) < 4 or _HARMLESS.match(value) or _EXPRESSION.search(value) or _ABOUT.search(name):
        return False
    if _SENTENCE.match(value):
        return False
    return bool(_PLAIN.match(name) and not value.istitle()) or not _WORDS.match(value)


def _is_set_secret(name: str, value: str) -> bool:
    """In settings a word alone is the name of a secret, or the usual one of a service that lives for a test."""
    bare = value.rstrip("!?.:*")  # of a sentence
    return _is_secret(name, value) and not _WORDS.match(bare) and any(one.isdigit() or one in "!@%^+=?" for one in bare)


def _finding(path: str, row: int, line: str, value: str, tool: str) -> Finding:
    """The value itself is not repeated: a report travels further than the repository."""
    line = line.strip()
    key = _NAMED.match(line)
    start = key.end() if key is not None else 0
    shown = line[:start] + _QUOTED.sub(r"\1…\1", line[start:])
    if shown == line:
        shown = re.sub(r"([=:]\s*)\S.*", r"\1…", line)
    shown = shown.replace(value, "…") if value else shown  # beside quotes that are not its own
    return Finding(_KEY, RuleSeverity.HIGH, path, row, evidence=shown[:200], tool=tool)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.HIGH,
        title=lambda: t("No passwords in the code"),
        why=lambda: t(
            "A password in the code is the same everywhere, is in every clone, and cannot be changed without a release."
        ),
        mend=lambda: t("Read it from the environment or a secret store, and change the one that was written here."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
