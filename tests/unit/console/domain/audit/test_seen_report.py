"""What a team sees of a report: scores without what it dismissed, taught or hides. Proves G1.7."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.audit.audit_decision import UNKNOWN, AuditDecision, DecisionKind
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE, OPEN_SOURCE, STARTUP, AuditProfile
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.audit_score import audit_score, audit_status, density_score
from console.domain.audit.dismissal import Dismissal, DismissalState
from console.domain.audit.finding import BaselineState, Finding
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.domain.audit.seen_report import SeenReport, TeamRules, left_score, seen_report

_SEVERITIES = {"STR01": RuleSeverity.CRITICAL, "STR02": RuleSeverity.HIGH, "STR09": RuleSeverity.LOW}


def _outcome(rule: str, score: float | None, count: int = 0) -> RuleOutcome:
    state = RuleState.MEASURED if score is not None else RuleState.NOT_RUN
    found = tuple(
        Finding(
            rule, _SEVERITIES[rule], "shop/a.py", n + 1, fingerprint=f"{rule}-{n}", baseline=BaselineState.UNCHANGED
        )
        for n in range(count)
    )
    return RuleOutcome(rule, state, score, found)


def _seen(
    *outcomes: RuleOutcome, profile: AuditProfile = OPEN_SOURCE, dismissed: tuple[tuple[str, str], ...] = (),
    informing: tuple[str, ...] = (), state: DismissalState = DismissalState.ACTIVE,
) -> SeenReport:  # fmt: skip
    score = audit_score(outcomes, _SEVERITIES)
    result = AuditResult(AuditName.STRICT, audit_status(outcomes, score, profile.strictness), score, outcomes)
    known = {
        key: Dismissal(
            AuditDecision(DecisionKind.DISMISSED, 0.0, "ann", "t", key[0], RuleSeverity.LOW, "p", key[1]),
            ("ann",),
            state,
        )
        for key in dismissed
    }
    return seen_report([result], TeamRules(profile, known, frozenset(informing)), _SEVERITIES)


def test_a_dismissed_critical_finding_caps_no_score_and_fails_no_audit() -> None:
    parts = (_outcome("STR01", 0.0, 1), _outcome("STR02", 1.0))
    assert _seen(*parts).results[0].status is AuditStatus.FAILED
    seen = _seen(*parts, dismissed=(("STR01", "STR01-0"),))
    assert (seen.results[0].status, seen.results[0].score) == (AuditStatus.PASSED, 100.0)
    assert [one.fingerprint for one, _ in seen.dismissed] == ["STR01-0"]


def test_what_waits_or_has_ended_still_counts() -> None:
    for state in (DismissalState.WAITS, DismissalState.EXPIRED, DismissalState.RESTORED):
        seen = _seen(_outcome("STR01", 0.0, 1), dismissed=(("STR01", "STR01-0"),), state=state)
        assert seen.results[0].status is AuditStatus.FAILED
        assert seen.dismissed == ()


def test_a_rule_that_informs_is_in_no_sum_but_its_findings_stay() -> None:
    seen = _seen(_outcome("STR02", 1.0), _outcome("STR09", 0.0, 3), informing=("STR09",))
    assert seen.results[0].score == 100.0
    assert len(seen.results[0].findings) == 3
    assert seen.informing == {"STR09"}


def test_startup_hides_low_findings_and_still_counts_them() -> None:
    usual, startup = (
        _seen(_outcome("STR02", 1.0), _outcome("STR09", 0.0, 3), profile=one) for one in (OPEN_SOURCE, STARTUP)
    )
    assert (len(usual.results[0].findings), usual.hidden) == (3, 0)
    assert (len(startup.results[0].findings), startup.hidden) == (0, 3)
    assert startup.results[0].score == usual.results[0].score


def test_in_compliance_mode_what_could_not_be_measured_wants_an_explanation() -> None:
    parts = (_outcome("STR02", 1.0), _outcome("STR09", None))
    assert _seen(*parts).results[0].status is AuditStatus.PASSED
    seen = _seen(*parts, profile=ENTERPRISE)
    assert (seen.results[0].status, seen.unexplained) == (AuditStatus.WARNING, ("STR09",))
    explained = _seen(*parts, profile=ENTERPRISE, dismissed=(("STR09", UNKNOWN),))
    assert (explained.results[0].status, explained.unexplained) == (AuditStatus.PASSED, ())


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0.1, 50))
def test_what_is_left_scores_as_if_the_rest_had_never_been_found(count: int, gone: int, size: float) -> None:
    gone = min(gone, count)
    share = (count - gone) / count if count else 1.0
    density = left_score(density_score(count, size, 2.0), share)
    assert abs(density - density_score(count - gone, size, 2.0)) < 1e-9
    good = 7
    assert abs(left_score(good / (good + count), share) - good / (good + count - gone)) < 1e-9
    assert left_score(0.0, share) == (1.0 if count and gone == count else 0.0)
