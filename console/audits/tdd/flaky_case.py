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
    from collections.abc import Iterator

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout
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
)
_NEXTEST = re.compile(r"^[^\S\n]*retries[^\S\n]*=[^\S\n]*[1-9{]", re.M)
_PYTHON = re.compile(r"@pytest\.mark\.flaky|@flaky\b|--reruns\b")
_SET_TIMEOUT = re.compile(
    r"^setTimeout\(\s*(resolve|res|r|done|cb|_?ok|f|\(\) => (resolve|done|r)\(.*\))\s*,\s*[1-9A-Za-z]", re.S
)
_SETTINGS = re.compile(
    r"(^|/)(pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml|(jest|playwright|vitest|cypress)\.config\.\w+"
    r"|pom\.xml|build\.gradle(\.kts)?|\.config/nextest\.toml)$"
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
    sleeps = {"time.sleep", "asyncio.sleep", "anyio.sleep", "trio.sleep", "gevent.sleep", "eventlet.sleep"}
    imports = [one for one in file.nodes if isinstance(one, ast.ImportFrom)]
    if any(
        one.module in {"time", "asyncio", "anyio", "trio"} and any(n.name == "sleep" for n in one.names)
        for one in imports
    ):
        sleeps.add("sleep")
    for node in file.nodes:
        if isinstance(node, ast.Call) and dotted(node.func) in sleeps and not _is_nothing(node):
            yield node.lineno


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
        waits = _SET_TIMEOUT.match(one.text) and "useFakeTimers" not in checkout.text(one.path) if is_script else True
        is_test = path_class(one.path) is PathClass.TEST or is_rust_test(checkout, one.path, one.line)
        if is_test and waits:
            yield one.path, one.line


def _again(checkout: Checkout) -> Iterator[tuple[str, int]]:
    settings = [one.path for one in checkout.files if _SETTINGS.search(one.path)]
    tests = (one for one in checkout.of(PathClass.TEST) if is_measured_code(one))
    book = file_book(checkout, "run-again", (*tests, *settings), tuple[int, ...])
    checkout.folder_with(book.missing)
    for path, rows in book.whole({one: tuple(_run_again(checkout, one)) for one in book.missing}, ()).items():
        for line in rows:
            yield path, line


def _run_again(checkout: Checkout, path: str) -> Iterator[int]:
    """Yield the lines that run tests again; in code a text alone is none, in settings most things are texts."""
    is_set = _SETTINGS.search(path) is not None
    again = _of_settings(path) if is_set else _PYTHON if path.endswith(".py") else _AGAIN
    without = ("#", "//", "*", "<!--") if is_set else ("#", "//", "*", '"', "'")
    if again.search(checkout.text(path)):
        for number, line in enumerate(checkout.lines(path), 1):
            if again.search(line[:1000]) and not line.lstrip().startswith(without):
                yield number


def _of_settings(path: str) -> re.Pattern[str]:
    return _NEXTEST if path.endswith("nextest.toml") else _SET_AGAIN


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
