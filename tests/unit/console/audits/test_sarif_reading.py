"""Results are read back as they were written; whatever is not whole is an error. Proves G1.2, G1.5."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from console.audits.audit_run import RepositoryReport, severities
from console.audits.code_quality import code_quality
from console.audits.github_sarif import MOST_RESULTS, github_sarif
from console.audits.sarif import sarif_document
from console.audits.sarif_reading import read_report
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.finding import BaselineState, Finding
from console.domain.audit.repository_health import repository_health
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.errors import ConnectorError

HOSTILE = "src/\udcff<b>\n%20ä.py"


def _report(*findings: Finding) -> RepositoryReport:
    outcomes = (
        RuleOutcome("INT11", RuleState.MEASURED, 0.0 if findings else 1.0, findings, "counted"),
        RuleOutcome("INT01", RuleState.NOT_RUN, None, (), "kingfisher is not there"),
        RuleOutcome("INT12", RuleState.NOT_APPLICABLE, None, (), "no files"),
    )
    result = AuditResult(AuditName.INTEGRITY, AuditStatus.FAILED, 37.5, outcomes, 1234)
    health = repository_health((result,), OPEN_SOURCE, severities())
    return RepositoryReport(
        "https://forge.example/a%20b/c.git", "a" * 40, "open-source", (result,), health, 1_790_000_000.25, "b" * 40,
        ((HOSTILE, "too large"),), 0.7, "0123456789abcdef",
    )  # fmt: skip


def _finding(number: int = 1, **changes: Any) -> Finding:
    made = Finding("INT11", RuleSeverity.CRITICAL, "a.py", number, number + 1, "<<<<<<< HEAD", "", "own", "",
                   f"{number:032x}", BaselineState.UNCHANGED)  # fmt: skip
    return replace(made, **changes)


def _raw(report: RepositoryReport) -> bytes:
    return json.dumps(sarif_document(report)).encode()


@pytest.mark.parametrize(
    "finding",
    [
        _finding(),
        _finding(path=HOSTILE, patch="--- a\n+++ b\n"),
        _finding(path="", line=0, end_line=0, commit="c" * 40, evidence=""),
        _finding(line=0, end_line=0, baseline=BaselineState.NEW),
    ],
)
def test_what_was_written_is_read_back_the_same(finding: Finding) -> None:
    report = _report(finding)
    assert read_report(_raw(report), OPEN_SOURCE) == report


def test_it_is_sarif_as_the_standard_wants_it(shared_dir: Path) -> None:
    schema = json.loads((shared_dir / "contracts" / "sarif-2.1.0.schema.json").read_text())
    report = _report(_finding(), _finding(path=HOSTILE, patch="x\udcff"))
    for document in (sarif_document(report), github_sarif(report).document):
        jsonschema.Draft7Validator(schema).validate(json.loads(json.dumps(document)))


def test_a_run_says_when_how_strictly_and_by_which_rules_it_was_made() -> None:
    """Proves spec/audits.md §8."""
    (run,) = sarif_document(_report())["runs"]
    assert (run["properties"]["strictness"], run["properties"]["configHash"]) == (0.7, "0123456789abcdef")
    (told,) = run["invocations"]
    assert (told["startTimeUtc"], told["endTimeUtc"]) == ("2026-09-21T14:13:20Z", "2026-09-21T14:13:21Z")
    assert told["executionSuccessful"] is False


def test_a_run_of_which_nothing_applies_was_successful() -> None:
    report = _report()
    moot = replace(report.results[0], outcomes=report.results[0].outcomes[2:], status=AuditStatus.NOT_RUN, score=None)
    (run,) = sarif_document(replace(report, results=(moot,)))["runs"]
    assert run["invocations"][0]["executionSuccessful"] is True


def test_a_truncated_result_is_an_error_wherever_it_is_cut() -> None:
    raw = _raw(_report(_finding(), _finding(2)))
    for end in (0, 1, len(raw) // 3, len(raw) // 2, len(raw) - 1):
        with pytest.raises(ConnectorError, match="cannot be used"):
            read_report(raw[:end], OPEN_SOURCE)


def _without_findings(document: dict[str, Any]) -> None:
    document["runs"][0]["results"] = []


def _without_runs(document: dict[str, Any]) -> None:
    document["runs"] = []


def _of_another_tool(document: dict[str, Any]) -> None:
    document["runs"][0]["tool"]["driver"]["name"] = "other"


def _of_another_version(document: dict[str, Any]) -> None:
    document["version"] = "2.0.0"


def _with_unknown_rule(document: dict[str, Any]) -> None:
    document["runs"][0]["properties"]["rules"]["XXX99"] = {"state": "measured", "score": 1, "note": ""}


def _with_unknown_state(document: dict[str, Any]) -> None:
    document["runs"][0]["properties"]["status"] = "perfect"


def _with_null_results(document: dict[str, Any]) -> None:
    document["runs"][0]["results"] = None


def _with_a_finding_that_is_none(document: dict[str, Any]) -> None:
    document["runs"][0]["results"][0] = 7


@pytest.mark.parametrize(
    "spoil",
    [_without_findings, _without_runs, _of_another_tool, _of_another_version, _with_unknown_rule, _with_unknown_state,
     _with_null_results, _with_a_finding_that_is_none],
)  # fmt: skip
def test_a_result_that_is_not_whole_never_reads_as_nothing_found(spoil: Any) -> None:
    document = sarif_document(_report(_finding()))
    spoil(document)
    with pytest.raises(ConnectorError, match="cannot be used"):
        read_report(json.dumps(document).encode(), OPEN_SOURCE)


@pytest.mark.parametrize("raw", [b"[]", b"null", b'"runs"', b"{}", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_sarif_at_all_is_an_error(raw: bytes) -> None:
    with pytest.raises(ConnectorError, match="cannot be used"):
        read_report(raw, OPEN_SOURCE)


def test_github_gets_the_worst_within_its_limits_and_is_told_how_many_are_left_out() -> None:
    many = tuple(_finding(number) for number in range(1, MOST_RESULTS + 11))
    made = github_sarif(_report(*many, _finding(path="", line=0)))
    (run,) = made.document["runs"]
    assert len(run["results"]) == MOST_RESULTS
    assert made.left_out == 11
    assert all("locations" in one for one in run["results"])
    rule = next(one for one in run["tool"]["driver"]["rules"] if one["id"] == "INT11")
    assert rule["properties"]["security-severity"] == "9.5"


def test_gitlab_gets_code_quality_with_its_own_words() -> None:
    (entry,) = code_quality(_report(_finding(), _finding(path="", line=0)))
    assert entry["location"] == {"path": "a.py", "lines": {"begin": 1}}
    assert (entry["severity"], entry["check_name"], entry["fingerprint"]) == ("blocker", "INT11", f"{1:032x}")
    assert entry["description"].endswith("<<<<<<< HEAD")
