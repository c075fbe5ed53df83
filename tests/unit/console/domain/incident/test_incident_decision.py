"""Which alerts become which incidents: grouping, deduplication, flapping, silence, reopening, breaches.

Proves E8.1 (timers and breaches) and issue 6 (grouping, deduplication, flapping).
"""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.alert import Alert, AlertState
from console.domain.incident.flap import CALM_S, FLAPPING_CALM_S
from console.domain.incident.incident import Incident, IncidentState, alert_identity
from console.domain.incident.incident_decision import (
    MOST_ALERTS,
    DecisionKind,
    IncidentDecision,
    IncidentRules,
    decisions,
    group_of,
    missing_since,
)
from console.domain.incident.incident_level import IncidentLevel, begin_by
from console.domain.incident.incident_step import (
    acknowledged,
    breached,
    escalated,
    joined,
    opened,
    quieted,
    reopened,
    resolved,
)
from tests.fakes.alarms import alarm

RULES = IncidentRules()
NOW = 1_767_603_600.0


class Watch:
    """Carries decisions out as the service does, without a journal."""

    def __init__(self) -> None:
        self.incidents: dict[str, Incident] = {}
        self.missing: dict[str, float] = {}
        self.now_s = NOW
        self.made: list[IncidentDecision] = []

    def look(self, *alerts: Alert, unknown: frozenset[str] = frozenset()) -> list[str]:
        """Look once; return the kinds of what was done."""
        known = tuple(self.incidents.values())
        present = {alert_identity(one.labels) for one in alerts}
        self.missing = missing_since(self.missing, known, present, unknown, self.now_s)
        found = list(decisions(known, alerts, self.missing, self.now_s, RULES))
        for one in found:
            self._do(one)
        self.made += found
        return [one.kind.value for one in found]

    def _do(self, one: IncidentDecision) -> None:
        if one.kind is DecisionKind.OPEN:
            name = f"inc-{len(self.incidents)}"
            self.incidents[name] = opened(name, "shop", one.group, one.alerts, self.now_s, begin_by, "")
            return
        incident = self.incidents[one.incident]
        steps = {
            DecisionKind.JOIN: lambda: joined(incident, one.alerts, self.now_s, begin_by),
            DecisionKind.REOPEN: lambda: joined(
                reopened(incident, self.now_s, begin_by), one.alerts, self.now_s, begin_by
            ),
            DecisionKind.QUIET: lambda: quieted(incident, one.identities, self.now_s),
            DecisionKind.BREACH: lambda: breached(incident, self.now_s),
            DecisionKind.RESOLVE: lambda: resolved(incident, self.now_s),
        }
        self.incidents[incident.id] = steps[one.kind]()

    def after(self, seconds: float, *alerts: Alert) -> list[str]:
        """Let time pass, then look."""
        self.now_s += seconds
        return self.look(*alerts)

    @property
    def only(self) -> Incident:
        (one,) = self.incidents.values()
        return one


def test_alerts_of_a_cell_are_one_incident_and_another_cell_is_another() -> None:
    watch = Watch()
    tokyo = (alarm(), alarm("SegmentErrorsHigh", severity="warning"))
    assert watch.look(*tokyo, alarm(cell="osaka")) == ["open", "open"]
    assert {dict(one.group)["cell"]: len(one.alerts) for one in watch.incidents.values()} == {"tokyo": 2, "osaka": 1}
    assert watch.after(5, *tokyo, alarm(cell="osaka")) == []


def test_a_team_groups_only_what_names_no_place() -> None:
    burn = alarm("SloBurnsFast", cell="tokyo", team="platform")
    errors = alarm("CellErrorsHigh", cell="tokyo")
    assert group_of(burn, RULES) == group_of(errors, RULES)
    audit = alarm("AuditTroubleAhead", cell="", team="content")
    assert group_of(audit, RULES) == (("team", "content"),)


def test_alerts_without_a_grouping_label_stand_with_those_of_their_name() -> None:
    watch = Watch()
    watch.look(alarm("Disk", "", node="a"), alarm("Disk", "", node="b"), alarm("Cost", ""))
    assert sorted(dict(one.group)["alertname"] for one in watch.incidents.values()) == ["Cost", "Disk"]


def test_two_servers_that_tell_the_same_labels_tell_one_alert() -> None:
    watch = Watch()
    one = alarm()
    watch.look(one, replace(one, ref=replace(one.ref, connection="other")))
    assert len(watch.only.alerts) == 1


def test_a_worse_alert_raises_the_level_and_shortens_the_time_but_no_milder_one_lowers_it() -> None:
    watch = Watch()
    mild = alarm("Slow", severity="warning")
    watch.look(mild)
    assert (watch.only.grade, watch.only.begin_by_s) == (IncidentLevel.TOLD, NOW + 7200)
    watch.after(60, mild, alarm())
    assert (watch.only.grade, watch.only.begin_by_s) == (IncidentLevel.ESCALATED, NOW + 60 + 900)
    assert "CellErrorsHigh" in watch.only.title
    watch.after(5, mild, alarm(), alarm("Later", severity="info"))
    assert watch.only.grade is IncidentLevel.ESCALATED


def test_a_pending_silenced_or_inhibited_alert_opens_nothing_and_keeps_its_incident_open() -> None:
    for state in (AlertState.PENDING, AlertState.SILENCED, AlertState.INHIBITED):
        watch = Watch()
        assert watch.look(alarm(state=state)) == []
        watch.look(alarm())
        watch.after(CALM_S + 1, alarm(state=state))
        assert watch.only.firing, state


def test_what_always_fires_opens_nothing() -> None:
    """Every cluster with the usual rules has a Watchdog: its incident would never end, and be late for ever."""
    watch = Watch()
    assert watch.look(alarm("Watchdog", "", severity="none"), alarm("InfoInhibitor", "", severity="None")) == []
    assert watch.look(alarm("Watchdog", "", severity="none"), alarm("Disk", "", severity="")) == ["open"]
    assert [one.name for one in watch.only.alerts] == ["Disk"]


def test_an_alert_is_over_after_a_minute_of_silence_and_its_incident_resolves_two_minutes_later() -> None:
    watch = Watch()
    watch.look(alarm())
    assert watch.after(10) == []
    assert watch.after(CALM_S - 1) == []
    assert watch.after(1) == ["quiet"]
    assert watch.after(RULES.settle_s - 1) == []
    assert watch.after(1) == ["resolve"]
    assert watch.only.state is IncidentState.RESOLVED


def test_what_nobody_can_tell_now_is_not_over() -> None:
    watch = Watch()
    watch.look(alarm())
    watch.now_s += 3600
    assert watch.look(unknown=frozenset({"alerts/alarms"})) == ["breach"]
    watch.after(5, alarm())
    assert watch.only.firing
    assert watch.missing == {}


def test_what_comes_back_within_the_hour_reopens_the_incident_and_later_is_a_new_one() -> None:
    watch = Watch()
    watch.look(alarm())
    watch.after(1)
    watch.after(CALM_S)
    watch.after(RULES.settle_s)
    assert watch.after(RULES.reopen_s - 1, alarm()) == ["reopen"]
    assert watch.only.begin_by_s == watch.now_s + 900
    assert len(watch.only.alerts[0].starts) == 2
    watch.after(1)
    watch.after(CALM_S)
    watch.after(RULES.settle_s)
    assert watch.after(RULES.reopen_s + 1, alarm()) == ["open"]


def test_an_alert_that_flaps_is_one_trouble_that_ends_after_ten_quiet_minutes() -> None:
    watch = Watch()
    for _ in range(3):
        watch.look(alarm())
        watch.after(1)
        watch.after(CALM_S)
        watch.now_s += 30
    watch.look(alarm())
    assert watch.only.alerts[0].is_flapping
    watch.after(1)
    assert watch.after(FLAPPING_CALM_S - 2) == []
    assert watch.after(2) == ["quiet"]


def test_what_a_person_resolved_while_it_fired_stays_resolved_until_it_was_over_and_fires_again() -> None:
    watch = Watch()
    watch.look(alarm())
    watch.incidents["inc-0"] = resolved(watch.only, watch.now_s, "ann", "known")
    assert watch.after(5, alarm()) == []
    watch.after(5)
    assert watch.after(CALM_S) == ["quiet"]
    assert watch.after(5, alarm()) == ["reopen"]


def test_a_breach_is_noted_once_and_never_after_somebody_began() -> None:
    watch = Watch()
    watch.look(alarm())
    assert watch.after(900, alarm()) == []
    assert watch.after(1, alarm()) == ["breach"]
    assert watch.after(60, alarm()) == []
    other = Watch()
    other.look(alarm())
    other.incidents["inc-0"] = acknowledged(other.only, other.now_s, "ann")
    assert other.after(9000, alarm()) == []


def test_a_person_who_escalates_starts_the_shorter_time() -> None:
    watch = Watch()
    watch.look(alarm(severity="warning"))
    raised = escalated(watch.only, IncidentLevel.ESCALATED, NOW + 600, begin_by, "ann")
    assert raised.begin_by_s == NOW + 600 + 900


def test_a_storm_beyond_what_one_incident_holds_opens_another_of_the_same_group() -> None:
    watch = Watch()
    storm = [alarm("Storm", pod=str(place)) for place in range(MOST_ALERTS + 50)]
    watch.look(*storm)
    watch.after(5, *storm)
    assert sorted(len(one.alerts) for one in watch.incidents.values()) == [50, MOST_ALERTS]
    assert watch.after(5, *storm) == []


ALARMS = st.builds(
    alarm,
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from(["tokyo", "osaka", ""]),
    st.sampled_from(["critical", "warning", "info"]),
    st.sampled_from(list(AlertState)),
)
STEPS = st.lists(
    st.tuples(st.lists(ALARMS, max_size=5), st.floats(1, 900), st.sampled_from(["", "ack", "resolve"])), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_no_firing_alert_is_ever_lost_and_none_is_in_two_open_incidents(
    steps: Sequence[tuple[list[Alert], float, str]],
) -> None:
    watch = Watch()
    for alerts, seconds, word in steps:
        watch.after(seconds, *alerts)
        firing = {alert_identity(one.labels) for one in alerts if one.state is AlertState.FIRING}
        held = [one.identity for incident in watch.incidents.values() for one in incident.firing]
        assert firing <= set(held)
        assert len(held) == len(set(held))
        for incident in list(watch.incidents.values()):
            assert incident.is_over or incident.begin_by_s is not None or incident.begun_s is not None
            if word == "ack" and incident.state is IncidentState.OPEN:
                watch.incidents[incident.id] = acknowledged(incident, watch.now_s, "ann")
            if word == "resolve" and not incident.is_over:
                watch.incidents[incident.id] = resolved(incident, watch.now_s, "ann")


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_whatever_happens_silence_ends_every_incident_that_alerts_opened(
    steps: Sequence[tuple[list[Alert], float, str]],
) -> None:
    watch = Watch()
    for alerts, seconds, _word in steps:
        watch.after(seconds, *alerts)
    for _ in range(4):
        watch.after(FLAPPING_CALM_S + RULES.settle_s)
    assert all(one.is_over for one in watch.incidents.values())
    assert watch.after(5) == []
