"""Muting alerts."""

from connectors.alertmanager.api import AlertmanagerApi
from connectors.alertmanager.operations.wanted_silence import (
    equal_silence,
    muted_alerts,
    of_same_condition,
    wanted_silence,
)
from console.domain.alert import Alert, AlertState
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.create_silence import CreateSilence
from console.domain.operations.expire_silence import ExpireSilence
from console.domain.silence import Silence
from console.kernel.clock import Clock
from console.kernel.errors import ChangeRefused, ConnectorError, ErrorKind
from console.kernel.i18n import t

_MOST_ALERTS = 50
_LOST = (ErrorKind.UNREACHABLE, ErrorKind.TIMEOUT)


class SilenceCreator:
    """A silence that is in effect as wanted counts as created, so that a lost answer does not make two."""

    def __init__(self, api: AlertmanagerApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    async def preview(self, operation: CreateSilence) -> Preview:
        """Say which of the current alerts would tell nobody any more."""
        wanted = self._wanted(operation)
        same = of_same_condition(wanted, await self._api.silences())
        if equal_silence(wanted, same) is not None:
            return Preview(_base(same), (), None, satisfied=True)
        muted = muted_alerts(wanted, await self._api.alerts())
        telling = [one for one in muted if one.state is not AlertState.SILENCED]
        return Preview(
            base=_base(same),
            differences=(FieldChange("matchers", "", wanted.condition), *_differences(telling)),
            inverse=None,
            inverse_later=True,  # known when it has an id
            warnings=_warnings(len(muted), len(telling), same),
        )

    async def apply(self, operation: CreateSilence, base: str) -> ExpireSilence:
        """Create it, unless an earlier try did."""
        wanted = self._wanted(operation)
        same = of_same_condition(wanted, await self._api.silences())
        found = equal_silence(wanted, same)
        if found is None and _base(same) != base:
            names = ", ".join(f"{one.ref.name} ({one.created_by})" for one in same)
            raise ChangeRefused(
                t("Silences with these conditions changed meanwhile: {silences}.", silences=names or t("none is left")),
                t("Look at the preview again."),
            )
        number = found.ref.name if found is not None else await self._create(wanted)
        return ExpireSilence(operation.connection, number)

    async def _create(self, wanted: Silence) -> str:
        try:
            return await self._api.create(wanted)
        except ConnectorError as fault:
            if fault.kind not in _LOST:
                raise
            found = equal_silence(wanted, of_same_condition(wanted, await self._api.silences()))
            if found is None:
                raise
            return found.ref.name

    async def verify(self, operation: CreateSilence) -> Verification:
        """Read the silences back."""
        wanted = self._wanted(operation)
        found = equal_silence(wanted, of_same_condition(wanted, await self._api.silences()))
        if found is None:
            return Verification(Truth.DIFFERENT, t("There is no such silence."))
        return Verification(
            Truth.REACHED, t("The silence {silence} is {state}.", silence=found.ref.name, state=found.state)
        )

    def _wanted(self, operation: CreateSilence) -> Silence:
        return wanted_silence(operation, self._clock.now().timestamp())


def _base(same: tuple[Silence, ...]) -> str:
    return " ".join(f"{one.ref.name}@{one.version}" for one in same) or "none"


def _differences(telling: list[Alert]) -> list[FieldChange]:
    return [FieldChange(f"alert {one.ref.name}", one.state, AlertState.SILENCED) for one in telling[:_MOST_ALERTS]]


def _warnings(muted: int, telling: int, same: tuple[Silence, ...]) -> tuple[str, ...]:
    found = []
    if not muted:
        found.append(t("No alert of now meets these conditions."))
    if telling > _MOST_ALERTS:
        found.append(t("{count} more alerts would be muted.", count=telling - _MOST_ALERTS))
    if same:
        found.append(t("Silences with the same conditions: {count}.", count=len(same)))
    return tuple(found)
