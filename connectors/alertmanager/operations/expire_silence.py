"""Ending silences."""

from connectors.alertmanager.api import AlertmanagerApi
from console.domain.alert import Alert, AlertState
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operations.create_silence import CreateSilence
from console.domain.operations.expire_silence import ExpireSilence
from console.domain.silence import Silence, SilenceState
from console.kernel.clock import Clock
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_MOST_ALERTS = 50


class SilenceExpirer:
    """A silence that has ended, or that the server no longer keeps, counts as ended."""

    def __init__(self, api: AlertmanagerApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    async def preview(self, operation: ExpireSilence) -> Preview:
        """Say which alerts would tell again."""
        found = await self._api.silence(operation.silence)
        if _has_ended(found):
            return Preview(_base(found), (), None, satisfied=True)
        assert found is not None
        alerts = await self._api.alerts()
        return Preview(
            base=_base(found),
            differences=(FieldChange("state", found.state, SilenceState.EXPIRED), *_differences(found, alerts)),
            inverse=self._inverse(operation.connection, found),
        )

    async def apply(self, operation: ExpireSilence, base: str) -> None:
        """End it."""
        found = await self._api.silence(operation.silence)
        if _has_ended(found):
            return
        if _base(found) != base:
            raise ChangeRefused(
                t(
                    "The silence {silence} changed meanwhile: it is {version} now.",
                    silence=operation.silence,
                    version=_base(found),
                ),
                t("Look at the preview again."),
            )
        await self._api.expire(operation.silence)

    async def verify(self, operation: ExpireSilence) -> Verification:
        """Read it back."""
        found = await self._api.silence(operation.silence)
        if _has_ended(found):
            return Verification(Truth.REACHED, t("The silence {silence} has ended.", silence=operation.silence))
        return Verification(Truth.DIFFERENT, t("The silence {silence} still mutes alerts.", silence=operation.silence))

    def _inverse(self, connection: str, found: Silence) -> CreateSilence:
        later_s = found.starts_s if found.starts_s > self._clock.now().timestamp() else 0.0
        return CreateSilence(
            connection=connection,
            matchers=tuple(str(one) for one in found.matchers),
            ends_s=found.ends_s,
            comment=found.comment or t("restored"),
            created_by=found.created_by or "cell-console",
            starts_s=later_s,
            everything=True,  # it was there: somebody wanted it
        )


def _has_ended(found: Silence | None) -> bool:
    return found is None or found.state is SilenceState.EXPIRED


def _base(found: Silence | None) -> str:
    return found.version if found is not None else "gone"


def _differences(found: Silence, alerts: tuple[Alert, ...]) -> list[FieldChange]:
    freed = sorted((one for one in alerts if one.silences == (found.ref.name,)), key=lambda one: one.rank)
    return [FieldChange(f"alert {one.ref.name}", one.state, AlertState.FIRING) for one in freed[:_MOST_ALERTS]]
