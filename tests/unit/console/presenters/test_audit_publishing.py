"""Badge and dashboard: readable, self-contained, without secrets and without evidence. Proves G1.3, G1.7."""

import re
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.finding import Finding
from console.domain.audit.repository_health import RepositoryHealth
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.presenters.audit_badge import audit_badge
from console.presenters.audit_document import AuditedProject, dashboard_document, report_document
from console.reports.render import render

SECRET = Finding("INT01", RuleSeverity.CRITICAL, "deploy/key.pem", 3, evidence="BEGIN PRIVATE KEY")
PLAIN = Finding("INT10", RuleSeverity.MEDIUM, "README.md", 7, evidence="<script>alert(1)</script>")


def _project(*findings: Finding, name: str = "shop<b>") -> AuditedProject:
    outcomes = (
        RuleOutcome("INT01", RuleState.MEASURED, 0.0, tuple(one for one in findings if one.rule == "INT01")),
        RuleOutcome("INT10", RuleState.MEASURED, 0.5, tuple(one for one in findings if one.rule == "INT10")),
    )
    result = AuditResult(AuditName.INTEGRITY, AuditStatus.FAILED, 39.0, outcomes, 5)
    return AuditedProject(name, "a" * 40, 1_790_000_000.0, (result,), RepositoryHealth(45.0, 1.0, is_partial=True))


@pytest.mark.parametrize(
    ("score", "color", "words"),
    [(97.2, "#2c7a3f", "97/100"), (80.0, "#8a6100", "80/100"), (12.0, "#b3261e", "12/100"),
     (None, "#5f6368", "unknown")],
)  # fmt: skip
def test_the_badge_says_the_health_in_words_and_color(score: float | None, color: str, words: str) -> None:
    drawn = audit_badge(score, 0.85)
    root = ET.fromstring(drawn)
    assert color in drawn
    assert root.attrib["aria-label"] == f"health: {words}"
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    assert "partial" in audit_badge(50.0, 0.85, is_partial=True)


def test_the_dashboard_tells_scores_and_counts_and_nothing_that_was_seen() -> None:
    page = render(dashboard_document([_project(SECRET, PLAIN)], 1_790_000_100.0), "html").decode()
    assert "shop&lt;b&gt;" in page
    assert "failed" in page
    for secret in ("key.pem", "PRIVATE", "alert(1)", "INT01", "README.md", "<script", "http://", "https://"):
        assert secret not in page, secret
    counts = re.findall(r"<td[^>]*>(\d+)</td>", page)
    assert counts.count("1") == 1  # the medium one; the secret is not counted


def test_a_report_shows_what_was_seen_as_text() -> None:
    page = render(report_document(_project(SECRET, PLAIN)), "html").decode()
    assert "README.md:7" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page


def test_a_report_of_more_findings_than_it_has_rows_says_how_many_it_shows() -> None:
    many = tuple(replace(PLAIN, line=line) for line in range(1, 2003))
    for count, told in ((2000, False), (2002, True)):
        text = render(report_document(_project(*many[:count])), "md").decode()
        assert text.count("README.md:") == 2000
        assert ("2,000 of 2,002 findings" in text) is told


def test_a_dashboard_without_projects_says_so() -> None:
    assert "No project was audited yet." in render(dashboard_document([], 0.0), "html").decode()
