"""Alertmanager's HTTP API v2."""

from datetime import UTC, datetime
from urllib.parse import quote

from connectors.alertmanager.wire import WireAlert, WireCreated, WireGroup, WireReceiver, WireSilence, WireStatus
from connectors.common.exchange import Request
from connectors.common.fault import HttpFault
from connectors.common.http import HttpClient
from console.domain.alert import Alert
from console.domain.alert_group import AlertGroup
from console.domain.silence import Silence

_NOT_FOUND = 404


class AlertmanagerApi:
    """Asks and tells one Alertmanager; every failure is a ``ConnectorError``. Use it from the I/O loop only."""

    def __init__(self, connection: str, client: HttpClient) -> None:
        self._connection = connection
        self._client = client

    @property
    def place(self) -> str:
        """Return who answers, for sentences."""
        return self._client.peer.place

    async def alerts(self) -> tuple[Alert, ...]:
        """Return all alerts that have not ended, silenced and inhibited ones too."""
        found = await self._client.read(Request("GET", "api/v2/alerts"), list[WireAlert])
        return tuple(one.row(self._connection) for one in found)

    async def groups(self) -> tuple[AlertGroup, ...]:
        """Return the groups as receivers are told them."""
        found = await self._client.read(Request("GET", "api/v2/alerts/groups"), list[WireGroup])
        return tuple(one.row(self._connection) for one in found)

    async def silences(self) -> tuple[Silence, ...]:
        """Return all silences, those that have ended too while the server keeps them."""
        found = await self._client.read(Request("GET", "api/v2/silences"), list[WireSilence])
        return tuple(one.row(self._connection) for one in found)

    async def silence(self, number: str) -> Silence | None:
        """Return one silence; ``None`` when there is none of that id."""
        try:
            found = await self._client.read(Request("GET", _silence_path(number)), WireSilence)
        except HttpFault as fault:
            if fault.status == _NOT_FOUND:
                return None
            raise
        return found.row(self._connection)

    async def status(self) -> WireStatus:
        """Return version and cluster."""
        return await self._client.read(Request("GET", "api/v2/status"), WireStatus)

    async def receivers(self) -> tuple[str, ...]:
        """Return the names of those that are told."""
        found = await self._client.read(Request("GET", "api/v2/receivers"), list[WireReceiver])
        return tuple(one.name for one in found)

    async def create(self, wanted: Silence) -> str:
        """Create a silence (its ``ref`` does not count) and return its id; asked once only."""
        body = {
            "matchers": [
                {"name": one.name, "value": one.value, "isRegex": one.is_regex, "isEqual": one.is_equal}
                for one in wanted.matchers
            ],
            "startsAt": _moment(wanted.starts_s),
            "endsAt": _moment(wanted.ends_s),
            "createdBy": wanted.created_by,
            "comment": wanted.comment,
        }
        made = await self._client.read(Request("POST", "api/v2/silences", json=body), WireCreated)
        return made.silence_id

    async def expire(self, number: str) -> None:
        """End a silence."""
        await self._client.send(Request("DELETE", _silence_path(number)))


def _silence_path(number: str) -> str:
    return f"api/v2/silence/{quote(number, safe='')}"


def _moment(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
