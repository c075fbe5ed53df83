"""Incidents and messages with the real journal: told once, steered by any console, nothing lost by a kill.

Proves E8.1, E4.2, G1.10.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.domain.connection_state import ConnectionState
from console.domain.event import ObjectsListed
from console.domain.incident.incident import IncidentState
from console.domain.incident.incident_level import IncidentLevel
from console.domain.model.model_reading import KIND, ModelReading
from console.domain.model.model_reading import TOPIC as READINGS
from console.domain.notice.notice import NoticeState
from console.domain.notice.notice_step import PAUSES_S, sending
from console.domain.notification import Act
from console.domain.resource import ResourceRef
from console.kernel.errors import ChangeRefused, ConnectorError, ErrorKind, UserError
from tests.fakes.alarms import alarm
from tests.fakes.incident_console import POLICY, IncidentConsole

Make = Callable[..., IncidentConsole]
MODEL = """
cloudflare: [{key: edge, account_id: "00000000000000000000000000000000", token: "env:TOKEN"}]
models: [{key: ranker, title: Ranker, account: edge, worker: edge-ranker, current: v1.4.2}]
"""


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Make consoles of one profile; all are closed at the end."""
    made: list[IncidentConsole] = []

    def one(**more: object) -> IncidentConsole:
        made.append(IncidentConsole(tmp_path, **more))  # type: ignore[arg-type]
        return made[-1]

    yield one
    for each in made:
        each.close()


def down(kind: ErrorKind = ErrorKind.UNREACHABLE) -> ConnectorError:
    return ConnectorError(kind, "The channel does not answer.")


def test_an_alert_opens_an_incident_that_is_told_once_acknowledged_and_resolves_by_itself(make: Make) -> None:
    console = make()
    console.tell(alarm())
    console.after(5, alarm())
    console.after(5, alarm(), alarm("SegmentErrorsHigh", severity="warning"))
    pager, chat = console.channels["pager"], console.channels["chat"]
    assert (len(pager.told), len(chat.told)) == (1, 1)
    assert dict(chat.told[0].facts)["Where"] == "tokyo"
    console.run(console.desk.command.acknowledge(console.only.id, "looking"))
    console.after(1000, alarm())
    assert (console.only.begin_by_s, console.only.is_breached) == (None, False)
    assert [one.act for one in pager.told] == [Act.TRIGGER, Act.ACKNOWLEDGE]
    console.after(5)
    console.after(61)
    console.after(120)
    assert console.only.state is IncidentState.RESOLVED
    assert [one.act for one in pager.told] == [Act.TRIGGER, Act.ACKNOWLEDGE, Act.RESOLVE]
    assert {one.matter for one in pager.told} == {"shop/incident/cell=tokyo"}
    kinds = [one.kind for one in console.trail.noted if one.kind.startswith("incident")]
    assert kinds == ["incident.opened", "incident.acknowledged", "incident.resolved"]


def test_a_breach_is_told_as_critical_and_shows_for_ever(make: Make) -> None:
    console = make()
    console.tell(alarm())
    console.after(901, alarm())
    assert console.only.is_breached
    assert console.channels["pager"].titles[-1].startswith("Nobody has begun in time")
    console.run(console.desk.command.acknowledge(console.only.id))
    assert [one.word for one in console.only.moments][-2:] == ["breached", "acknowledged"]


def test_without_the_section_nobody_is_told(make: Make) -> None:
    console = make(policy="")
    console.tell(alarm())
    assert console.only.firing
    assert (console.desk.notices.tells, console.desk.book.notices) == (False, ())


def test_while_a_server_does_not_answer_nothing_is_over(make: Make) -> None:
    console = make()
    console.tell(alarm())
    console.reach(ConnectionState.FAILED)
    console.clock.advance(7200)
    console.look()
    assert console.only.firing
    assert not console.only.is_over


def test_a_model_is_judged_by_what_its_server_tells_now_and_not_by_what_was_known(make: Make) -> None:
    console = make(policy=POLICY + MODEL)
    ref = ResourceRef("metrics", KIND, "ranker", "model_errors")
    errors = ModelReading(ref, "model_errors", (), 0.08, console.clock.now().timestamp(), "errors / requests")
    console.store.dispatch(ObjectsListed("metrics", READINGS, (errors,), console.clock.now().timestamp()))

    def look(state: ConnectionState, *unread: str) -> None:
        console.reach(state, unread)
        for _ in range(2):
            console.look()
            console.clock.advance(61)

    look(ConnectionState.FAILED)
    look(ConnectionState.LIVE, READINGS)
    assert console.incidents == ()
    look(ConnectionState.LIVE)
    assert [one.name for one in console.only.firing] == ["EdgeModelErrorsHigh"]
    console.tell(alarm("ModelAccuracyLow", "", model="edge-ranker"))
    assert [one.name for one in console.only.firing] == ["EdgeModelErrorsHigh", "ModelAccuracyLow"], "one and the same"
    console.clock.advance(7200)
    look(ConnectionState.FAILED)
    assert console.only.firing, "nobody knows whether it is over"


def test_a_kill_between_the_incident_and_its_messages_loses_neither(make: Make) -> None:
    first = make()
    first.store.drain(1.0)
    first.tell()
    make_notices = first.desk.notices.make
    first.desk.notices.make = first.desk.watch.follow  # type: ignore[method-assign]
    first.tell(alarm())
    first.desk.notices.make = make_notices  # type: ignore[method-assign]
    assert (len(first.incidents), first.desk.book.notices) == (1, ())
    first.die()
    second = make(clock=first.clock, channels=first.channels)
    second.after(5, alarm())
    assert second.only.id == first.only.id
    assert (len(first.channels["pager"].told), len(first.channels["chat"].told)) == (1, 1)


def test_what_a_killed_console_was_sending_is_repeated_when_critical_and_else_called_unknown(make: Make) -> None:
    first = make()
    first.channels["pager"].errors, first.channels["chat"].errors = [down()], [down(), down()]
    first.tell(alarm(), alarm("Slow", "osaka", "warning"))
    for notice in first.desk.book.notices:
        first.run(first.desk.book.advance(notice, sending))
    first.die()
    second = make(clock=first.clock, channels=first.channels)
    second.run(second.desk.notices._take_over())
    states = {(one.channel, one.severity.value): one.state for one in second.desk.book.notices}
    assert states["chat", "warning"] is NoticeState.UNKNOWN
    assert states["pager", "critical"] is NoticeState.WAITING
    second.after(PAUSES_S[1] + 1, alarm(), alarm("Slow", "osaka", "warning"))
    assert len(first.channels["pager"].told) == 1
    assert [one.severity.value for one in first.channels["chat"].told] == ["critical"]


def test_two_consoles_agree_and_only_one_watches(make: Make) -> None:
    first, second = make(), make()
    assert first.desk.leads
    assert not second.desk.leads
    first.tell(alarm())
    second.run(second.desk.book.refresh())
    second.run(second.desk.command.acknowledge(second.only.id, "mine"))
    with pytest.raises(ChangeRefused, match="Somebody has begun"):
        first.run(first.desk.command.acknowledge(first.only.id))
    first.run(first.desk.book.refresh())
    assert first.only == second.only
    first.die()
    assert second.desk.leads


def test_a_channel_that_fails_is_tried_again_and_another_is_told_once_instead(make: Make) -> None:
    console = make()
    chat, mail = console.channels["chat"], console.channels["mail"]
    chat.errors = [down(), down(), down()]
    console.tell(alarm(severity="warning"))
    assert (chat.told, mail.told) == ([], [])
    console.after(PAUSES_S[0], alarm(severity="warning"))
    console.after(1, alarm(severity="warning"))
    assert len(mail.told) == 1
    assert "chat could not be told" in mail.told[0].text
    console.after(PAUSES_S[1], alarm(severity="warning"))
    console.after(PAUSES_S[2], alarm(severity="warning"))
    assert (len(chat.told), len(mail.told)) == (1, 1)
    (notice,) = console.notices("chat")
    assert (notice.state, len(notice.tries)) == (NoticeState.SENT, 4)


@pytest.mark.parametrize("level", [IncidentLevel.TOLD, IncidentLevel.ESCALATED])
def test_the_news_of_what_ended_before_it_arrived_is_not_tried_again(make: Make, level: IncidentLevel) -> None:
    console = make()
    chat, mail = console.channels["chat"], console.channels["mail"]
    chat.errors = [down()]
    one = console.run(console.desk.command.open("The mail is late", level, "tokyo"))
    console.look()
    told = len(mail.told)
    console.clock.advance(10)
    console.run(console.desk.command.resolve(one.id, "provider healed"))
    console.look()
    assert [each.act for each in chat.told] == [Act.RESOLVE]
    chat.errors = [down()]
    for pause_s in PAUSES_S:
        console.clock.advance(pause_s)
        console.look()
    assert [each.act for each in chat.told] == [Act.RESOLVE]
    assert [each.act for each in mail.told].count(Act.TRIGGER) == told
    assert [each.state for each in console.notices("chat")] == [NoticeState.DROPPED, NoticeState.SENT]


def test_what_comes_back_before_its_first_news_arrived_is_told_and_so_is_its_end(make: Make) -> None:
    console = make()
    command, pager = console.desk.command, console.channels["pager"]
    pager.errors = [down()]
    one = console.run(command.open("The mail is late", IncidentLevel.ESCALATED, "tokyo"))
    console.look()
    for step in (command.resolve, command.reopen):
        console.clock.advance(10)
        console.run(step(one.id, "so it seems"))
        console.look()
    for _ in range(2):
        console.clock.advance(PAUSES_S[0])
        console.look()
    assert [(each.event, each.state) for each in console.notices("pager")] == [
        ("opened", NoticeState.DROPPED), ("resolved", NoticeState.SENT), ("reopened", NoticeState.SENT),
    ]  # fmt: skip
    console.run(command.resolve(one.id, "now it is"))
    console.look()
    assert [each.act for each in pager.told] == [Act.RESOLVE, Act.TRIGGER, Act.RESOLVE]


def test_one_channel_that_fails_holds_up_no_other_and_a_lost_answer_is_not_repeated(make: Make) -> None:
    console = make()
    console.channels["chat"].errors = [down(ErrorKind.TIMEOUT)]
    console.tell(alarm(severity="warning"), alarm(cell="osaka"))
    assert len(console.channels["pager"].told) == 1
    assert {one.state for one in console.notices("chat") if one.severity == "warning"} <= {
        NoticeState.UNKNOWN, NoticeState.SENT,
    }  # fmt: skip
    console.after(4000, alarm(severity="warning"), alarm(cell="osaka"))
    assert len([one for one in console.channels["chat"].told if one.severity == "warning"]) <= 1


def test_quiet_hours_hold_a_warning_until_morning_and_drop_it_when_it_is_over_before(make: Make) -> None:
    quiet = POLICY + '  quiet_hours: [{begins: "08:00", ends: "12:00"}]\n'
    console = make(policy=quiet)
    console.tell(alarm("Slow", "osaka", "warning"), alarm())
    assert [one.severity.value for one in console.channels["chat"].told] == ["critical"]
    for seconds in (5, 61, 121):
        console.after(seconds, alarm())
    console.after(4 * 3600, alarm())
    assert [one.severity.value for one in console.channels["chat"].told].count("warning") == 0
    assert [one.state for one in console.notices("chat") if one.severity == "warning"] == [NoticeState.DROPPED]


def test_a_silence_of_this_profile_mutes_what_is_told_and_says_until_when(make: Make) -> None:
    console = make()
    console.run(console.desk.command.silence(("cell=tokyo",), 600, "deploy"))
    console.tell(alarm())
    assert console.incidents == ()
    console.after(601, alarm())
    assert console.only.firing
    with pytest.raises(UserError, match="every alert"):
        console.run(console.desk.command.silence(("cell=~.*",), 600, "all"))
    with pytest.raises(UserError, match="cannot be read") as refused:
        console.run(console.desk.command.silence(("tokyo",), 600, "no name"))
    assert 'for example cell="tokyo"' in refused.value.hint
    known = console.desk.book.silences[0].id
    with pytest.raises(UserError, match="no silence") as refused:
        console.run(console.desk.command.end_silence("silence-x"))
    assert refused.value.hint == f"Known: {known}."


def test_a_fault_in_a_channel_is_tried_again_and_told_elsewhere_at_once(make: Make) -> None:
    console = make()
    console.channels["pager"].errors = [ValueError("a fault of the console itself")]
    console.tell(alarm())
    states = {one.channel: one.state for one in console.desk.book.notices}
    assert (states["pager"], states["chat"]) == (NoticeState.WAITING, NoticeState.SENT)
    console.after(5, alarm())
    assert len(console.channels["mail"].told) == 1
    console.after(PAUSES_S[0], alarm())
    assert len(console.channels["pager"].told) == 1


def test_a_test_message_is_kept_in_the_history_also_when_it_fails(make: Make) -> None:
    console = make()
    assert console.run(console.desk.notices.try_channel("chat")).state is NoticeState.SENT
    console.channels["mail"].errors = [down()]
    failed = console.run(console.desk.notices.try_channel("mail"))
    assert (failed.state, failed.detail) == (NoticeState.FAILED, "The channel does not answer.")
    assert [one.event for one in console.desk.book.notices] == ["test", "test"]


def test_people_open_note_escalate_resolve_and_reopen_with_their_names(make: Make) -> None:
    console = make()
    command = console.desk.command
    one = console.run(command.open("The mail is late", IncidentLevel.TOLD, "tokyo"))
    console.run(command.note(one.id, "action: ask the provider"))
    console.run(command.escalate(one.id, "customers call"))
    console.run(command.resolve(one.id, "provider healed"))
    console.run(command.reopen(one.id, "late again"))
    assert [each.word for each in console.only.moments] == ["opened", "noted", "escalated", "resolved", "reopened"]
    assert all("@" in each.actor for each in console.only.moments)
    console.after(86_400)
    assert not console.only.is_over
    with pytest.raises(UserError, match="no cell 'atlantis'"):
        console.run(command.open("x", IncidentLevel.TOLD, "atlantis"))
    with pytest.raises(UserError, match="There is no incident"):
        console.run(command.note("nope", "x"))


def test_messages_speak_the_language_of_the_policy(make: Make) -> None:
    console = make(policy=POLICY + "  language: ja\n")
    console.after(0, alarm())
    console.after(901, alarm())
    assert not console.channels["pager"].titles[-1].startswith("Nobody has begun")


def test_the_watch_goes_on_by_itself_and_leaves_nothing_behind(make: Make) -> None:
    from tests.fakes.waiting import wait_until

    console = make()
    console.tell()
    console.desk.attend(0.01)
    console.store.dispatch(_listed(console))
    wait_until(lambda: bool(console.store.drain(1.0)) or bool(console.channels["pager"].told), 10, "a message")
    assert console.only.firing


def _listed(console: IncidentConsole) -> object:
    return ObjectsListed("alarms", "alerts", (alarm(),), console.clock.now().timestamp())


def test_a_disk_that_refuses_is_told_and_the_watch_goes_on(make: Make) -> None:
    from tests.fakes.waiting import wait_until

    console = make()
    console.tell()
    failing = console.desk.book.add

    async def refuse(_entry: object) -> object:
        raise UserError("The journal cannot be written.")

    console.desk.book.add = refuse  # type: ignore[method-assign, assignment]
    console.store.dispatch(_listed(console))
    console.desk.attend(0.01)
    wait_until(lambda: (console.store.drain(1.0), console.desk.trouble)[1], 10, "the trouble")
    assert console.desk.trouble == "The journal cannot be written."
    console.desk.book.add = failing  # type: ignore[method-assign]
    wait_until(lambda: console.channels["pager"].told, 10, "the page")
    assert console.desk.trouble == ""


def test_a_silence_that_nobody_here_can_read_mutes_nothing_and_stops_nothing(make: Make) -> None:
    from console.domain.label_matcher import LabelMatcher
    from console.domain.resource import ResourceRef
    from console.domain.silence import Silence, SilenceState

    console = make()
    odd = LabelMatcher("cell", "(?<=x)", is_regex=True)
    row = Silence(ResourceRef("alarms", "Silence", "", "s1"), SilenceState.ACTIVE, (odd,), 0.0, 9e9, "ann", "why")
    console.store.dispatch(ObjectsListed("alarms", "silences", (row,), 0.0))
    console.tell(alarm())
    assert console.only.firing


def test_what_went_on_for_weeks_is_held_like_any_other_when_it_ends(make: Make) -> None:
    console = make()
    console.tell(alarm())
    console.after(9 * 86_400, alarm())
    console.run(console.desk.command.resolve(console.only.id, "we live with it"))
    console.after(5, alarm())
    console.after(30 * 86_400, alarm())
    assert console.only.state is IncidentState.RESOLVED
    console.after(5)
    console.after(65)
    console.after(8 * 86_400, alarm())
    assert [one.state for one in console.incidents] == [IncidentState.RESOLVED, IncidentState.OPEN]
