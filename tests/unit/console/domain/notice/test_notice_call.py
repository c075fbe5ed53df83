"""Who is told what of an incident, and what nobody is told twice. Proves E4.2, E8.1, G1.10."""

from collections.abc import Callable

from console.domain.incident.incident import Incident
from console.domain.incident.incident_level import IncidentLevel, begin_by
from console.domain.incident.incident_step import acknowledged, breached, escalated, opened, reopened, resolved
from console.domain.notice.notice import Notice, NoticeState
from console.domain.notice.notice_call import BACK_S, NoticeCall, notice_calls
from console.domain.notice.notice_policy import NoticePolicy, NoticeRoute
from console.domain.notification import Act
from console.domain.severity import Severity
from tests.fakes.alarms import alarm

NOW = 1_767_603_600.0
ALL = frozenset(Severity)
POLICY = NoticePolicy(
    {"pager": frozenset({Severity.CRITICAL}), "chat": frozenset({Severity.CRITICAL, Severity.WARNING}), "log": ALL}
)
ROUTED = NoticePolicy(
    {"pager": ALL, "chat": ALL, "tickets": ALL},
    routes=(
        NoticeRoute(("pager", "chat"), frozenset({Severity.CRITICAL})),
        NoticeRoute(("chat", "tickets"), frozenset({Severity.WARNING})),
        NoticeRoute(("tickets",), teams=frozenset({"billing"}), events=frozenset({"opened"})),
    ),
)


def incident(severity: str = "critical", team: str = "") -> Incident:
    return opened("inc-1", "shop", (("cell", "tokyo"),), (alarm(severity=severity),), NOW, begin_by, team)


def calls(
    one: Incident, known: tuple[Notice, ...] = (), policy: NoticePolicy = POLICY, now_s: float = NOW
) -> tuple[NoticeCall, ...]:
    return tuple(notice_calls(one, known, policy, now_s, "tokyo"))


def told(*found: NoticeCall, state: NoticeState = NoticeState.SENT) -> tuple[Notice, ...]:
    return tuple(
        Notice(one.id, "shop", one.channel, one.event, "m", one.severity, one.act, "T", "", one.moment.at_s, NOW, "s",
               "inc-1", state=state)
        for one in found
    )  # fmt: skip


def channels(found: tuple[NoticeCall, ...]) -> list[str]:
    return sorted(one.channel for one in found)


def test_without_routes_each_channel_is_told_what_it_wants() -> None:
    assert channels(calls(incident())) == ["chat", "log", "pager"]
    assert channels(calls(incident("warning"))) == ["chat", "log"]
    assert channels(calls(incident("info"))) == ["log"]


def test_critical_pages_and_a_warning_writes_to_chat_and_a_ticket() -> None:
    assert channels(calls(incident(), policy=ROUTED)) == ["chat", "pager"]
    assert channels(calls(incident("warning"), policy=ROUTED)) == ["chat", "tickets"]
    assert calls(incident("info"), policy=ROUTED) == ()


def test_a_team_may_have_channels_of_its_own() -> None:
    assert channels(calls(incident("info", "billing"), policy=ROUTED)) == ["tickets"]
    teams = NoticePolicy(POLICY.severities, {"billing": ("chat",)})
    assert channels(calls(incident(team="billing"), policy=teams)) == ["chat"]
    assert channels(calls(incident(team="other"), policy=teams)) == ["chat", "log", "pager"]


def test_nobody_is_told_the_same_twice_however_often_it_is_asked() -> None:
    first = calls(incident())
    assert calls(incident(), told(*first)) == ()


def test_what_happened_meanwhile_is_told_once_as_it_is_now() -> None:
    worse = escalated(incident("warning"), IncidentLevel.ESCALATED, NOW + 5, begin_by, "")
    assert {one.event for one in calls(worse, now_s=NOW + 5)} == {"escalated"}
    late = breached(worse, NOW + 1000)
    assert {one.event for one in calls(late, now_s=NOW + 1000)} == {"breached"}


def test_trouble_that_somebody_is_on_or_that_is_over_is_not_told_as_new() -> None:
    assert calls(acknowledged(incident(), NOW + 5, "ann"), now_s=NOW + 5) == ()
    assert calls(resolved(incident(), NOW + 5), now_s=NOW + 5) == ()


def test_who_was_told_of_trouble_is_told_that_somebody_began_and_that_it_is_over() -> None:
    one = incident()
    known = told(*(each for each in calls(one) if each.channel != "log"))
    begun = acknowledged(one, NOW + 60, "ann")
    found = calls(begun, known, now_s=NOW + 60)
    assert channels(tuple(each for each in found if each.act is Act.ACKNOWLEDGE)) == ["chat", "pager"]
    over = resolved(begun, NOW + 120)
    found = calls(over, (*known, *told(*found)), now_s=NOW + 120)
    assert channels(tuple(each for each in found if each.act is Act.RESOLVE)) == ["chat", "pager"]


def test_a_channel_that_never_got_the_news_does_not_hear_its_end() -> None:
    one = incident()
    known = told(*calls(one), state=NoticeState.FAILED)
    assert calls(resolved(one, NOW + 60), known, now_s=NOW + 60) == ()


def test_what_comes_back_at_once_is_not_told_again_within_the_hour_nor_its_end() -> None:
    one = incident()
    known = told(*calls(one))
    over = resolved(one, NOW + 60)
    known += told(*calls(over, known, now_s=NOW + 60))
    back = reopened(over, NOW + 120, begin_by)
    assert calls(back, known, now_s=NOW + 120) == ()
    assert calls(resolved(back, NOW + 180), known, now_s=NOW + 180) == ()
    late = reopened(over, NOW + 3601, begin_by)
    assert channels(calls(late, known, now_s=NOW + 3601)) == ["chat", "log", "pager"]


def test_what_comes_back_is_told_where_its_first_news_was_dropped() -> None:
    one = incident()
    known = told(*calls(one), state=NoticeState.DROPPED)
    back = reopened(resolved(one, NOW + 60), NOW + 120, begin_by)
    assert channels(calls(back, known, now_s=NOW + 120)) == ["chat", "log", "pager"]


def test_old_news_wakes_nobody_up() -> None:
    assert calls(incident(), now_s=NOW + BACK_S + 1) == ()


def test_a_breach_is_never_only_information() -> None:
    late = breached(incident("info"), NOW + 9)
    severities: Callable[[Incident], set[Severity]] = lambda one: {each.severity for each in calls(one, now_s=NOW + 9)}  # noqa: E731
    assert severities(late) == {Severity.WARNING}
