"""What the Audits page says: rows of projects, what runs, the health explained, findings. Proves G1.2, G1.3."""

from msgspec.structs import replace

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE, STARTUP
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.finding import BaselineState, Finding
from console.domain.audit.live_audit import LiveAudit, LiveState
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.domain.audit.rule_word import RuleWord
from console.domain.audit.seen_report import TeamRules, seen_report
from console.domain.health import Health
from console.estate.schema.project import Project
from console.presenters.audits.audit_sight import AuditSight
from console.presenters.audits.finding_line import FindingFilter, finding_lines
from console.presenters.audits.health_view import best_gain_text, gain_rows, reckoning_text
from console.presenters.audits.live_row import live_rows
from console.presenters.audits.project_grid import ProjectGrid
from console.presenters.audits.result_row import result_rows, rule_rows
from console.store.audits.audit_book import AuditRecord

NOW_S = 1_790_000_000.0
SEVERITIES = {"STR01": RuleSeverity.CRITICAL, "STR08": RuleSeverity.LOW, "GIT10": RuleSeverity.HIGH}


def record(
    project: str,
    health: float | None,
    status: str = "passed",
    *,
    at_s: float = NOW_S - 60,
    tasks: tuple[str, ...] = ("t",),
    trouble: str = "",
) -> AuditRecord:
    return AuditRecord(
        project, "/x", "c" * 40, at_s, tasks, health, False, {"strict": status, "git": "passed"}, 3, 1.5,
        profile=STARTUP, trouble=trouble,
    )  # fmt: skip


def project(key: str) -> Project:
    return Project(key=key, url=f"https://forge.example/{key}.git", team="content")


def word(rule: str, audit: AuditName) -> RuleWord:
    return RuleWord(rule, audit, SEVERITIES[rule], f"{rule} title", "It hurts.", "Do it.", rule == "STR08", False)


def sight() -> AuditSight:
    found = (
        Finding("STR08", RuleSeverity.LOW, "a.py", 3, evidence="import os", patch="--- a\n", fingerprint="f1"),
        Finding("STR08", RuleSeverity.LOW, "b\n<b>.py", 1, evidence="\x1b[31m", fingerprint="f2",
                baseline=BaselineState.UNCHANGED),
    )  # fmt: skip
    strict = (
        RuleOutcome("STR01", RuleState.MEASURED, 1.0),
        RuleOutcome("STR08", RuleState.MEASURED, 0.5, found),
    )
    git = (RuleOutcome("GIT10", RuleState.NOT_APPLICABLE, note="No forge was asked."),)
    results = (
        AuditResult(AuditName.GIT, AuditStatus.PASSED, None, git, 7),
        AuditResult(AuditName.STRICT, AuditStatus.WARNING, 90.0, strict, 1234),
    )
    words = {
        "STR01": word("STR01", AuditName.STRICT),
        "STR08": word("STR08", AuditName.STRICT),
        "GIT10": word("GIT10", AuditName.GIT),
    }
    return AuditSight(record("shop", 91.0), seen_report(results, TeamRules(ENTERPRISE), SEVERITIES), words)


def test_projects_come_the_worst_first_with_their_course_and_what_runs_there() -> None:
    known = {
        "good": (record("good", 80.0, at_s=NOW_S - 900), record("good", 95.0)),
        "bad": (record("bad", 40.0, "failed"),),
        "old": (record("old", 72.0, "warning", at_s=NOW_S - 9 * 86_400),),
        "gone": (record("gone", 88.0), record("gone", None, tasks=(), trouble="git clone failed: no such host")),
    }
    live = (
        LiveAudit("1", "bad", "ann", "local", NOW_S - 9, 5.0, state=LiveState.RUNNING, share=0.42, left_s=12.0),
        LiveAudit("2", "good", "ann", "local", NOW_S - 9, 5.0, state=LiveState.DONE),
    )
    projects = [(project(key), STARTUP) for key in ("new", "good", "bad", "old", "gone")]
    grid = ProjectGrid()
    grid.learn(projects, known)
    rows = grid.rows(live, NOW_S)
    assert [(one.key, one.health_text, one.state.name, one.note) for one in rows] == [
        ("gone", "88", "CRITICAL", "git clone failed: no such host"),
        ("bad", "40", "CRITICAL", "running: 42 %, about 12 s left"),
        ("old", "72", "WARNING", "Code rules: warning"),
        ("good", "95", "OK", "all passed"),
        ("new", "–", "UNKNOWN", "never audited"),
    ]
    assert rows[3].course == ((NOW_S - 900, NOW_S - 60), (80.0, 95.0))
    assert [one.is_old for one in rows] == [False, False, True, False, False]
    assert rows[1].status_text == "Git: passed\nCode rules: failed"


def test_a_project_of_which_nothing_could_be_measured_has_not_passed() -> None:
    grid = ProjectGrid()
    grid.learn([(project("pages"), STARTUP)], {"pages": (replace(record("pages", None), statuses={}),)})
    assert [(one.state.name, one.note) for one in grid.rows((), NOW_S)] == [("UNKNOWN", "not run")]


def test_only_the_rows_that_changed_are_made_anew() -> None:
    known = {key: (record(key, 80.0),) for key in ("a", "b", "c")}
    projects = [(project(key), STARTUP) for key in known]
    grid = ProjectGrid()
    grid.learn(projects, known)
    first = grid.rows((), NOW_S)
    grid.learn(projects, dict(known))
    assert grid.rows((), NOW_S) is first
    live = LiveAudit("1", "b", "ann", "local", NOW_S - 9, 5.0, state=LiveState.RUNNING, share=0.4, left_s=9.0)
    running = grid.rows((live,), NOW_S)
    assert [one is other for one, other in zip(running, first, strict=True)] == [True, False, True]
    assert running[1].activity == "running: 40 %, about 9 s left"
    grid.learn(projects, known | {"c": (*known["c"], record("c", 10.0, "failed"))})
    after = grid.rows((), NOW_S)
    assert [(one.key, one.health_text) for one in after] == [("c", "10"), ("a", "80"), ("b", "80")]
    assert after[1] is first[0]
    assert {one.when for one in grid.rows((), NOW_S + 3_600)} == {"1 h ago"}


def test_the_feed_says_who_what_since_when_and_what_remains() -> None:
    live = (
        LiveAudit("1", "a", "ann@desk", "local", NOW_S - 90, 5.0, audits=tuple(AuditName), state=LiveState.DONE,
                  began_at_s=NOW_S - 80, ended_at_s=NOW_S - 60, share=1.0, health=77.7),
        LiveAudit("2", "b", "ann@desk", "cluster", NOW_S - 50, 5.0, audits=(AuditName.STRICT,), branch="next",
                  state=LiveState.WAITING, left_s=30.0, priority=10),
        LiveAudit("3", "c", "bob@desk", "local", NOW_S - 40, 5.0, audits=tuple(AuditName), state=LiveState.RUNNING,
                  began_at_s=NOW_S - 20, share=0.5, left_s=4.0, tasks=("t1", "t2")),
        LiveAudit("4", "d", "bob@desk", "local", NOW_S - 40, 5.0, state=LiveState.FAILED, ended_at_s=NOW_S - 5,
                  trouble="no\naccess"),
    )  # fmt: skip
    rows = live_rows(live, {"local": "This machine", "cluster": "Cluster"}, NOW_S)
    told = [(one.project, one.state, one.what, one.where, one.since, one.left, one.priority) for one in rows]
    assert told == [
        ("c", "running", "all audits", "This machine", "20 s ago", "4 s", "usual"),
        ("b", "waiting", "Code rules · next", "Cluster", "50 s ago", "30 s", "high"),
        ("d", "failed", "", "This machine", "5 s ago", "", "usual"),
        ("a", "done", "all audits", "This machine", "1 min ago", "", "usual"),
    ]
    assert rows[0].tasks == "t1 t2"
    assert rows[3].note == "health 78 in 20.0 s"
    assert "\n" not in rows[2].note


def test_the_health_is_explained_with_what_would_raise_it_most() -> None:
    shown = sight()
    (gain,) = gain_rows(shown)
    assert (gain.rule, gain.points_text, gain.findings, gain.severity) == ("STR08", "+9.0", 2, "low")
    assert best_gain_text(shown) == "STR08 would raise it most: +9.0 points for “STR08 title”."
    score = shown.seen.health.score
    assert score is not None
    assert f"= {score:.1f}." in reckoning_text(shown)


def test_audits_and_rules_say_what_was_measured_and_why_the_rest_was_not() -> None:
    shown = sight()
    assert [(one.title, one.status, one.score_text, one.measured, one.counts) for one in result_rows(shown, NOW_S)] == [
        ("Git", "not run", "–", "0 of 1", ""),
        ("Code rules", "warning", "90", "2 of 2", "low 2"),
    ]
    assert [(one.rule, one.state, one.share_text, one.note) for one in rule_rows(shown)] == [
        ("STR08", "broken", "50", ""),
        ("STR01", "kept", "100", ""),
        ("GIT10", "not applicable", "–", "No forge was asked."),
    ]


def test_findings_are_filtered_and_hostile_text_is_made_visible() -> None:
    lines = finding_lines(sight())
    assert [one.finding.fingerprint for one in lines] == ["f1", "f2"]
    assert [one.has_patch for one in lines] == [True, False]
    assert "\n" not in lines[1].row.place
    assert "\x1b" not in lines[1].row.evidence
    taken = {
        FindingFilter(): 2,
        FindingFilter(severity="high"): 0,
        FindingFilter(baseline="new"): 1,
        FindingFilter(audit="git"): 0,
        FindingFilter(rule="STR08"): 2,
        FindingFilter(only_fixable=True): 1,
    }
    assert {one: sum(one.takes(line) for line in lines) for one in taken} == taken
    assert {one.health for one in lines} == {Health.UNKNOWN}
