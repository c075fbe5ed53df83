"""TDD09: tests that wait for time or are run again until they pass."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_density, not_applicable
from console.audits.python_tree import PythonLook, dotted
from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import PathClass, is_measured_code, path_class
from console.audits.source_commit import is_rust_test
from console.audits.tools.ast_grep_run import matches_of
from console.audits.written_case import test_cases
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout
    from console.audits.tools.ast_grep_run import StructureMatch
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "TDD09"
_REFERENCE = 0.05
_AGAIN = re.compile(
    r"--reruns\b|jest\.retryTimes\(|@RetryingTest|@Retry\b|@RepeatedIfExceptionsTest\b|"
    r"test\.retries\(|\bthis\.retries\(|\bwaitForTimeout\([1-9]|\.retries\([1-9]|cy\.wait\(\d|"
    r"\b(?:it|test|describe|context|configure)\((?:[\"'`][^\"'`\n]{0,200}[\"'`],)?\s*\{[^}\n]{0,200}"
    r"\bretr(?:y|ies): ?[1-9{]"
)
_SET_AGAIN = re.compile(
    r"--reruns\b|\bretr(?:y|ies):\s*(?:process\.env\.CI\s*\?\s*)?[1-9]|\brunMode:\s*[1-9]"
    r"|\brerunFailingTestsCount>\s*[1-9]|\bmaxRetries(?:\.set\(|\s*=\s*)[1-9]"
    r"|\bpytest-(?:rerunfailures|retry)\b"
)
_NEXTEST = re.compile(r"^[^\S\n]*retries[^\S\n]*=[^\S\n]*[1-9{]", re.M)
_PYTHON = re.compile(r"(?<![\"'])\bpytest\.mark\.flaky\b|@flaky\b|--reruns\b|\.wait_for_timeout\([1-9]")
_RUN_AGAIN = re.compile(  # how tests are started
    r"--reruns\b|--rerun-fails\b|\brerunFailingTestsCount=[1-9]"
    r"|\b(?:playwright test|mocha|vitest|nextest)\b[^#\n]{0,200}?--retr(?:y|ies)[ =][1-9]"
)
_SLEEPING = frozenset({"time", "asyncio", "anyio", "trio", "gevent", "eventlet"})
_SET_CLOCK = re.compile(r"\bsynctest\.(?:Test|Run)\(|\bstart_paused\b|\btime::pause\(")
_FUNCTION = re.compile(r"^\s*(?:func|(?:pub |async )*fn) ")
_CASE = re.compile(r"\s*(?:it|test)(?:\.\w+)*\(")
_SET_TIMEOUT = re.compile(
    r"^setTimeout\(\s*(resolve|res|r|done|cb|_?ok|f|\(\) => (resolve|done|r)\(.*\)"
    r"|(?:(?:async )?\(\) =>|function \(\)) \{(?=.*?\b(?:done|expect|assert)\b).*\})\s*,\s*[1-9A-Za-z]",
    re.S,
)
_SETTINGS = re.compile(
    r"(^|/)(pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml|(jest|playwright|vitest|cypress)\.config\.\w+"
    r"|pom\.xml|build\.gradle(\.kts)?|\.config/nextest\.toml|[\w-]*requirements[\w-]*\.(txt|in)"
    r"|requirements/[\w-]+\.(txt|in))$"
)
_STARTED = re.compile(
    r"(^|/)(makefile|justfile|noxfile\.py|package\.json|jenkinsfile|\.gitlab-ci\.yml|azure-pipelines\.ya?ml"
    r"|bitbucket-pipelines\.yml|\.(github/workflows|circleci)/[^/]+\.ya?ml)$",
    re.I,
)


def _check(checkout: Checkout) -> RuleOutcome:
    found = sorted({*_python(checkout), *_others(checkout), *_again(checkout)})
    findings = [
        Finding(
            _KEY, RuleSeverity.LOW, path, line, evidence=checkout.line(path, line).strip()[:200], tool="console-audit"
        )
        for path, line in found
    ]
    count = len(test_cases(checkout))
    if not count and not findings:
        return not_applicable(_KEY, t("There are no tests."))
    return by_density(_KEY, findings, max(count, 1), _REFERENCE)


def _python(checkout: Checkout) -> Iterator[tuple[str, int]]:
    tested = {one.path for one in test_cases(checkout)}
    for path, line in _LOOK.rows(checkout):
        if path in tested or path.endswith("conftest.py"):  # not programs and benchmarks among the tests
            yield path, line


def _in_file(file: PythonFile) -> Iterator[int]:
    if not any("sleep" in line for line in file.lines):
        return
    sleeps = {f"{one}.sleep" for one in _SLEEPING}.union(*map(_imported, file.nodes))
    for node in file.nodes:
        if isinstance(node, ast.Call) and dotted(node.func) in sleeps and not _is_nothing(node):
            yield node.lineno


def _imported(node: ast.AST) -> Iterator[str]:
    """Yield under which names a file may call what sleeps, beside the usual ones."""
    if isinstance(node, ast.Import):
        yield from (f"{one.asname}.sleep" for one in node.names if one.name in _SLEEPING and one.asname)
    elif isinstance(node, ast.ImportFrom) and node.module in _SLEEPING:
        yield from (one.asname or one.name for one in node.names if one.name == "sleep")


_LOOK = PythonLook(_KEY, PathClass.TEST, _in_file, int)


def _is_nothing(call: ast.Call) -> bool:
    """Return whether it only lets others run, or would wait for ever (a task to be cancelled)."""
    given = call.args[0] if call.args else None
    return given is None or (
        isinstance(given, ast.Constant) and isinstance(given.value, int | float) and not 0 < given.value < 300
    )


def _others(checkout: Checkout) -> Iterator[tuple[str, int]]:
    for one in matches_of(checkout, "sleep"):
        is_script = one.text.startswith("setTimeout")
        waits = _SET_TIMEOUT.match(one.text) and not _has_fake_timers(checkout, one) if is_script else True
        is_test = path_class(one.path) is PathClass.TEST or is_rust_test(checkout, one.path, one.line)
        if is_test and waits and not _has_set_clock(checkout, one):
            yield one.path, one.line


def _has_fake_timers(checkout: Checkout, one: StructureMatch) -> bool:
    """Return whether timers are played where it waits: for the whole file, or since a test above it."""
    if "useFakeTimers" not in checkout.text(one.path):
        return False
    played = checkout.once(f"fake-timers-{one.path}", lambda: _played(checkout.lines(one.path)))
    return not played or played[one.line - 1]


def _played(lines: Sequence[str]) -> list[bool]:
    """Return of each line whether timers are played there; nothing: for the whole file, as not only tests begin it."""
    found, above, is_set = list[bool](), list[str](), False
    for line in lines:
        if line.strip():
            while above and _indent(above[-1]) >= _indent(line):
                above.pop()
            if "useFakeTimers" in line and not (above and _CASE.match(above[-1])):
                return []
            above.append(line)
        begun, ended = line.rfind("useFakeTimers"), line.rfind("useRealTimers")
        is_set = begun > ended if begun != ended else is_set
        found.append(is_set)
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _has_set_clock(checkout: Checkout, one: StructureMatch) -> bool:
    """Return whether it sleeps where time is set by the test: such a sleep takes none."""
    if "thread::" in one.text or not _SET_CLOCK.search(checkout.text(one.path)):
        return False
    above = checkout.lines(one.path)[: one.line]
    begin = next((place for place in reversed(range(len(above))) if _FUNCTION.match(above[place])), 0)
    return _SET_CLOCK.search("\n".join(above[max(0, begin - 3) :])) is not None


def _again(checkout: Checkout) -> Iterator[tuple[str, int]]:
    settings = [one.path for one in checkout.files if _SETTINGS.search(one.path) or _STARTED.search(one.path)]
    tests = (one for one in checkout.of(PathClass.TEST) if is_measured_code(one))
    book = file_book(checkout, "run-again", (*tests, *settings), tuple[int, ...])
    checkout.folder_with(book.missing)
    for path, rows in book.whole({one: tuple(_run_again(checkout, one)) for one in book.missing}, ()).items():
        for line in rows:
            yield path, line


def _run_again(checkout: Checkout, path: str) -> Iterator[int]:
    """Yield the lines that run tests again; in code a text alone is none, in settings most things are texts."""
    again = _of_settings(path)
    is_set = again is not None
    again = again or (_PYTHON if path.endswith(".py") else _AGAIN)
    without = ("#", "//", "*", "<!--") if is_set else ("#", "//", "*", '"', "'")
    if again.search(checkout.text(path)):
        for number, line in enumerate(checkout.lines(path), 1):
            if again.search(line[:1000]) and not line.lstrip().startswith(without):
                yield number


def _of_settings(path: str) -> re.Pattern[str] | None:
    if _STARTED.search(path):
        return _RUN_AGAIN
    settings = _NEXTEST if path.endswith("nextest.toml") else _SET_AGAIN
    return settings if _SETTINGS.search(path) else None


RULES.add(
    AuditRule(
        _KEY,
        AuditName.TDD,
        RuleSeverity.LOW,
        title=lambda: t("Tests neither sleep nor run until they pass"),
        why=lambda: t("A test that sleeps is slow on every machine and fails on the busy one."),
        mend=lambda: t("Wait for the condition itself, or give the test a clock that it can set."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
