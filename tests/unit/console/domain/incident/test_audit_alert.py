"""What audits call for, as alerts that are routed by team. Proves G1.10."""

import pytest

from console.domain.audit.audit_insight import AuditInsight, InsightKind
from console.domain.audit.rule_severity import RuleSeverity
from console.domain.incident.audit_alert import HIGH_VIOLATIONS, TROUBLE_AHEAD, ProjectStanding, audit_findings


def _standing(name: str, failed: int, *, team: str = "content", notifies: str = "normal") -> ProjectStanding:
    statuses = {f"a{n}": "failed" if n < failed else "passed" for n in range(8)} | {"gone": "not-run"}
    return ProjectStanding(name, team, notifies, statuses)


def _insight(confidence: float, impact: RuleSeverity = RuleSeverity.HIGH, team: str = "content") -> AuditInsight:
    return AuditInsight(InsightKind.FALLING, "shop", ("shop",), team, confidence, impact, ("one", "two"), ("act",))


def _title(one: AuditInsight) -> str:
    return f"{one.subject} falls"


@pytest.mark.parametrize(
    ("notifies", "failed", "told"),
    [
        ("high", 1, True),
        ("normal", 1, False),
        ("normal", 2, True),
        ("low", 3, False),
        ("low", 4, True),
        ("high", 0, False),
    ],
)
def test_the_louder_the_profile_the_smaller_the_rate_of_which_a_team_is_told(
    notifies: str, failed: int, told: bool
) -> None:
    found = audit_findings([_standing("shop", failed, notifies=notifies)], [], _title).conditions
    assert [one.name for one in found] == ([HIGH_VIOLATIONS] if told else [])


def test_each_team_has_its_own_alert_with_the_words_of_its_template() -> None:
    standings = [_standing("shop", 5), _standing("cart", 1), _standing("bff", 4, team="platform")]
    content, platform = audit_findings(standings, [], _title).conditions
    assert (content.labels, platform.labels) == ({"team": "content"}, {"team": "platform"})
    assert content.annotations["template"] == "high-violation-rate"
    assert content.summary == "6 of 16 audits failed in 2 projects, most in shop, cart"
    assert content.identity != platform.identity


def test_a_prediction_warns_only_when_it_is_sure_and_grave() -> None:
    standings = [_standing("shop", 0, notifies="high")]
    ahead = [_insight(0.98), _insight(1.0, RuleSeverity.MEDIUM), _insight(1.0, team="platform")]
    assert audit_findings(standings, ahead, _title).conditions == ()
    (told,) = audit_findings(standings, [*ahead, _insight(0.995)], _title).conditions
    assert (told.name, told.severity, told.summary) == (TROUBLE_AHEAD, "warning", "shop falls: one; two")
    assert told.annotations["template"] == "prediction-warning"
    (noted,) = audit_findings([_standing("shop", 0)], [_insight(0.995)], _title).conditions
    assert noted.severity == "info"
