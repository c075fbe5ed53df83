"""Shapes of Alertmanager's API v2, only the fields that are read; and their rows."""

from datetime import datetime

import msgspec

from console.domain.alert import Alert, AlertState
from console.domain.alert_group import AlertGroup
from console.domain.label_matcher import LabelMatcher
from console.domain.resource import ResourceRef
from console.domain.silence import Silence, SilenceState


class WireMatcher(msgspec.Struct, rename="camel"):
    """A matcher; ``isEqual`` is missing before 0.22."""

    name: str
    value: str
    is_regex: bool
    is_equal: bool = True

    def matcher(self) -> LabelMatcher:
        """Return it as the console's."""
        return LabelMatcher(self.name, self.value, self.is_equal, self.is_regex)


class WireSilenceState(msgspec.Struct):
    """The status of a silence."""

    state: SilenceState


class WireMuting(msgspec.Struct, rename="camel"):
    """The status of an alert: what keeps it from telling anybody."""

    silenced_by: list[str] = []
    inhibited_by: list[str] = []
    muted_by: list[str] = []


class WireSilence(msgspec.Struct, rename="camel"):
    """An entry of ``/silences``."""

    id: str
    status: WireSilenceState
    updated_at: datetime
    matchers: list[WireMatcher]
    starts_at: datetime
    ends_at: datetime
    created_by: str = ""
    comment: str = ""

    def row(self, connection: str) -> Silence:
        """Return the row."""
        return Silence(
            ref=ResourceRef(connection, "Silence", "", self.id),
            state=self.status.state,
            matchers=tuple(one.matcher() for one in self.matchers),
            starts_s=self.starts_at.timestamp(),
            ends_s=self.ends_at.timestamp(),
            created_by=self.created_by,
            comment=self.comment,
            version=f"{self.status.state} {self.updated_at.isoformat()}",
        )


class WireReceiver(msgspec.Struct):
    """A receiver's name."""

    name: str


class WireAlert(msgspec.Struct, rename="camel"):
    """An entry of ``/alerts``."""

    labels: dict[str, str]
    annotations: dict[str, str]
    fingerprint: str
    starts_at: datetime
    status: WireMuting
    receivers: list[WireReceiver] = []

    def row(self, connection: str) -> Alert:
        """Return the row."""
        return Alert(
            ref=ResourceRef(connection, "Alert", "", f"{self.labels.get('alertname', '')}-{self.fingerprint}"),
            state=self._state(),
            labels=self.labels,
            annotations=self.annotations,
            started_s=self.starts_at.timestamp(),
            silences=tuple(self.status.silenced_by),
            receivers=tuple(one.name for one in self.receivers),
        )

    def _state(self) -> AlertState:
        if self.status.silenced_by or self.status.muted_by:
            return AlertState.SILENCED
        return AlertState.INHIBITED if self.status.inhibited_by else AlertState.FIRING


class WireGroup(msgspec.Struct):
    """An entry of ``/alerts/groups``."""

    labels: dict[str, str]
    receiver: WireReceiver
    alerts: list[WireAlert]

    def row(self, connection: str) -> AlertGroup:
        """Return the row."""
        told = sum(one.row(connection).state is AlertState.FIRING for one in self.alerts)
        name = ", ".join(f"{name}={value}" for name, value in sorted(self.labels.items()))
        ref = ResourceRef(connection, "AlertGroup", self.receiver.name, name)
        return AlertGroup(ref, self.receiver.name, self.labels, told, len(self.alerts) - told)


class WireVersion(msgspec.Struct):
    """The version."""

    version: str


class WireCluster(msgspec.Struct):
    """Whether it runs in a cluster of several."""

    status: str
    peers: list[msgspec.Raw] = []


class WireStatus(msgspec.Struct, rename="camel"):
    """``/status``."""

    version_info: WireVersion
    cluster: WireCluster


class WireCreated(msgspec.Struct):
    """The answer to a new silence."""

    silence_id: str = msgspec.field(name="silenceID")
