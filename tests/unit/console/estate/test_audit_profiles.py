"""Profiles of teams in the estate: shipped ones, own ones, and what is refused. Proves G1.7."""

import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE, OPEN_SOURCE, STARTUP
from console.estate.audit_profiles import estate_profile
from console.estate.load import parse_estate
from console.estate.problem import FileInvalid
from console.presenters.audit_team_rows import team_rows

_OWN = """
name: shop
teams:
  - {key: content, profile: startup, strictness: 0.75}
  - {key: bank, title: Bank, profile: careful}
  - {key: guests}
projects: [{key: web, url: "https://git.example/web.git", team: bank}]
audit_profiles:
  - {key: careful, title: Careful, based_on: enterprise, strictness: 0.9, focus: [servant], public: true}
"""


def test_an_own_profile_is_the_shipped_one_with_what_it_states() -> None:
    estate = parse_estate(_OWN)
    made = estate_profile(estate, "careful")
    assert (made.key, made.strictness, made.focus, made.public) == ("careful", 0.9, (AuditName.SERVANT,), True)
    assert (made.complies, made.notifies, made.corrects) == (True, "low", False)
    assert estate_profile(estate, "startup") == STARTUP


def test_the_shipped_profiles_are_those_of_the_requirement() -> None:
    assert [(one.strictness, one.notifies, one.corrects) for one in (STARTUP, ENTERPRISE, OPEN_SOURCE)] == [
        (0.7, "high", True),
        (0.95, "low", False),
        (0.85, "normal", True),
    ]
    assert (STARTUP.hides_low, ENTERPRISE.complies, OPEN_SOURCE.public, OPEN_SOURCE.feedback) == (True,) * 4


def test_teams_are_told_with_what_their_profiles_switch_on() -> None:
    content, bank, guests = team_rows(parse_estate(_OWN))
    assert (content.profile_title, content.strictness, content.traits) == ("Startup", 0.75, ("corrects", "hides_low"))
    assert (bank.title, bank.profile_title, bank.projects) == ("Bank", "Careful", 1)
    assert bank.traits_text == "compliance mode, public dashboard and badge"
    assert guests.profile == "open-source"
    assert (bank.focus, bank.focus_text, content.focus_text) == (("servant",), "Automation", "Tests first, Flow")
    assert "focus_text" not in bank.record()
    assert content.rule_text.startswith("Audits pass from 75 of 100 on; thresholds of rules are 110 %")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("profile: careful", "profile: carefull"), 'did you mean "careful"'),
        (("audit_profiles:", "audit_profiles:\n  - {key: startup}"), "is a shipped profile"),
        (("strictness: 0.9", "strictness: 1.9"), "strictness"),
        (("based_on: enterprise", "based_on: careful"), "based_on"),
        (("focus: [servant]", "focus: [servants]"), "focus"),
    ],
)
def test_what_cannot_work_is_named(change: tuple[str, str], said: str) -> None:
    with pytest.raises(FileInvalid) as caught:
        parse_estate(_OWN.replace(*change))
    assert said in str(caught.value)
