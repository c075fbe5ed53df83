"""The sections on messages and incidents: what is refused, what they mean. Proves G1.10, E8.1."""

import pytest

from console.estate.load import parse_estate
from console.estate.problem import FileInvalid
from console.services.incidents.estate_policy import days_off, deadline, incident_rules, notice_policy
from tests.fakes.incident_console import MORE
from tests.fakes.sample_estate import TEXT

BASE = TEXT.format(environment="production") + MORE


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("notification_policy: {routes: [{channels: [fax]}]}", 'there is no "fax" in notifications'),
        ("notification_policy: {routes: [{channels: [chat], cells: [atlantis]}]}", 'there is no "atlantis" in cells'),
        ("notification_policy: {routes: [{channels: [chat], teams: [x]}]}", 'there is no "x" in teams'),
        ("notification_policy: {fallback: [chatt]}", 'did you mean "chat"'),
        ("notification_policy: {quiet_hours: [{begins: '22:00', ends: '07:00', time_zone: Mars}]}", "no time zone"),
        ("notification_policy: {quiet_hours: [{begins: '25:00', ends: '07:00'}]}", "begins"),
        ("notification_policy: {routes: [{channels: []}]}", "channels"),
        ("incidents: {time_zone: Mars/Base}", 'no time zone "Mars/Base"'),
        ("incidents: {group_by: ['cell name']}", '"cell name" is not a label name'),
        ("incidents: {rollback: always}", "rollback"),
    ],
)
def test_what_cannot_work_is_named(section: str, said: str) -> None:
    with pytest.raises(FileInvalid) as caught:
        parse_estate(f"{BASE}\n{section}\n")
    assert said in str(caught.value)


def test_the_sections_become_what_the_domain_decides_by() -> None:
    estate = parse_estate(
        BASE
        + """
notification_policy:
  routes: [{channels: [chat], severities: [warning], events: [opened]}]
  quiet_hours: [{begins: "22:00", ends: "07:00", days: [sat, sun]}]
  most_per_hour: 5
  repeat_after_min: 10
incidents: {group_by: [region], settle_min: 1, reopen_min: 5}
"""
    )
    policy, rules = notice_policy(estate), incident_rules(estate)
    assert (policy.routes[0].events, policy.most_per_hour, policy.repeat_after_s) == (frozenset({"opened"}), 5, 600)
    assert policy.quiet[0].days == {5, 6}
    assert (rules.group_by, rules.settle_s, rules.reopen_s) == (("region",), 60, 300)


def test_holidays_of_the_calendars_are_days_off_in_their_own_zone() -> None:
    from datetime import date, datetime

    from console.domain.incident.incident_level import IncidentLevel

    estate = parse_estate(
        BASE
        + """
incidents: {time_zone: Asia/Tokyo}
calendars:
  - key: jp
    time_zone: Asia/Tokyo
    entries:
      - {title: New Year, kind: holiday, start: "2026-01-01T00:00:00+09:00", end: "2026-01-04T00:00:00+09:00"}
      - {title: Sale, kind: campaign, start: "2026-01-05T00:00:00+09:00", end: "2026-01-06T00:00:00+09:00"}
"""
    )
    eve = datetime.fromisoformat("2025-12-31T10:00:00+09:00").timestamp()
    assert days_off(estate, eve) == {date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)}
    monday = datetime.fromisoformat("2026-01-05T18:00:00+09:00").timestamp()
    assert deadline(estate, IncidentLevel.LOGGED, eve) == monday
