"""A console that keeps incidents over played alerts and played channels, with the real journal and change engine."""

from pathlib import Path
from typing import Any

from console.domain.alert import Alert
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.incident.incident import Incident
from console.domain.notice.notice import Notice
from console.domain.notification import Message, Receipt
from console.domain.trail_event import TrailEvent
from console.estate.load import parse_estate
from console.ports.notifier import Notifier
from console.services.incidents.incident_desk import IncidentDesk
from console.services.look import Look
from console.store.slices.estate import EstateOpened
from tests.fakes.change_engine import Engine
from tests.fakes.manual_clock import ManualClock
from tests.fakes.number_target import NumberTarget
from tests.fakes.sample_estate import TEXT

MORE = """
alertmanagers: [{key: alarms, url: "http://127.0.0.1:9093"}]
notifications:
  - {key: pager, kind: pagerduty, secret: "keyring:pager"}
  - {key: chat, kind: slack, secret: "keyring:chat"}
  - {key: mail, kind: email, smtp: "mail.example:587", sender: a@example.org, recipients: [b@example.org]}
"""
POLICY = """
notification_policy:
  routes:
    - {severities: [critical], channels: [pager, chat]}
    - {severities: [warning], channels: [chat]}
  fallback: [mail]
"""


class PlayedChannel:
    """Implements ``Notifier``: keeps what it is told; the next ``errors`` are raised instead."""

    def __init__(self) -> None:
        self.told: list[Message] = []
        self.errors: list[Exception] = []

    async def send(self, message: Message) -> Receipt:
        if self.errors:
            raise self.errors.pop(0)
        self.told.append(message)
        return Receipt("ok", id=message.matter)

    @property
    def titles(self) -> list[str]:
        """What it was told, oldest first."""
        return [one.title for one in self.told]


class PlayedTrail:
    """Implements ``Trail``: keeps what is noted."""

    def __init__(self) -> None:
        self.noted: list[TrailEvent] = []

    def note(self, event: TrailEvent) -> None:
        self.noted.append(event)

    async def flush(self) -> None:
        return None


class IncidentConsole:
    """One console of a profile; ``channels`` may be shared with another one."""

    def __init__(
        self,
        folder: Path,
        policy: str = POLICY,
        clock: ManualClock | None = None,
        channels: dict[str, PlayedChannel] | None = None,
        target: Any = None,
        audits: Any = None,
    ) -> None:
        self.clock = clock or ManualClock()
        self.engine = Engine(folder, target or NumberTarget(folder), clock=self.clock)
        self.estate = parse_estate(TEXT.format(environment="production") + MORE + policy)
        self.store, self.runtime, self.trail = self.engine.store, self.engine.runtime, PlayedTrail()
        self.store.dispatch(EstateOpened(self.estate))
        self.channels = channels or {key: PlayedChannel() for key in ("pager", "chat", "mail")}
        self.desk = IncidentDesk(
            self.runtime,
            self.clock,
            self.store,
            folder / "incidents",
            self.estate,
            self.engine.service,
            lambda _key, _port: None,
            self._channel,
            self.trail,
            lambda *_topics, **_more: Look(lambda: None),
            lambda: False,
            *([audits] if audits is not None else []),
        )
        self.run(self.desk.book.refresh())

    def _channel(self, key: str, _port: type[Notifier]) -> Any:
        return self.channels.get(key)

    def run(self, work: Any) -> Any:
        """Do something on the loop."""
        return self.runtime.run(work, 20)

    def reach(self, state: ConnectionState = ConnectionState.LIVE, unread: tuple[str, ...] = ()) -> None:
        """Let the servers be live, or not; of ``unread`` topics they tell nothing."""
        at_s = self.clock.now().timestamp()
        for key, kind in (("alarms", "alertmanager"), ("metrics", "prometheus")):
            self.store.dispatch(ConnectionChanged(ConnectionStatus(key, kind, state, at_s, at_s, unread=unread)))

    def tell(self, *alerts: Alert) -> None:
        """Let the Alertmanager tell alerts, and look."""
        at_s = self.clock.now().timestamp()
        self.store.dispatch(ObjectsListed("alarms", "alerts", alerts, at_s))
        self.store.dispatch(ObjectsListed("metrics", "alerts", (), at_s))
        self.reach()
        self.look()

    def after(self, seconds: float, *alerts: Alert) -> None:
        """Let time pass, then alerts be told."""
        self.clock.advance(seconds)
        self.tell(*alerts)

    def look(self) -> None:
        """Look once, and send what is due."""
        self.store.drain(5.0)
        self.run(self.desk.book.refresh())
        self.run(self.desk.watch.look())
        self.run(self.desk._rollback.begin())
        self.run(self.desk.notices.make())
        self.run(self.desk.notices.send_due())
        self.store.drain(5.0)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """All incidents, oldest first."""
        return self.desk.book.incidents

    @property
    def only(self) -> Incident:
        """The only incident."""
        (one,) = self.incidents
        return one

    def notices(self, channel: str) -> list[Notice]:
        """The notices for a channel."""
        return [one for one in self.desk.book.notices if one.channel == channel]

    def close(self) -> None:
        """End in order."""
        self.desk.close()
        self.engine.close()

    def die(self) -> None:
        """End as by a kill: nothing is told to the journal, locks fall."""
        self.desk._scope.cancel()
        self.desk._leads.release()
        self.desk.book.journal.close()
        self.engine.die()
