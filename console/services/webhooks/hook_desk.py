"""Judging deliveries: genuine, fresh, new and readable ones are accepted and told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.domain.webhook.push import DeliveryRefused, PushReceived
from console.domain.webhook.signature import judge
from console.domain.webhook.verdict import Verdict
from console.services.webhooks.push_payload import payload_of, pushes_of
from console.services.webhooks.replay_guard import ReplayGuard

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from console.domain.webhook.delivery import Delivery
    from console.kernel.clock import Clock
    from console.services.webhooks.hook_target import HookTarget

_EVENT_HEADERS = ("x-github-event", "x-gitlab-event", "x-event-key", "linear-event")
_EVENT_FIELDS = ("eventType", "event_type", "webhookEvent", "alert_type", "type", "action")
_LONGEST_EVENT = 100


@dataclass(frozen=True, slots=True)
class AcceptedDelivery:
    """A delivery that was accepted; ``event`` is the provider's own word for what happened."""

    connection: str
    provider: str
    event: str
    pushes: tuple[PushReceived, ...]
    at_s: float


class HookDesk:
    """Knows the targets and what came before; ``reveal`` reads the secret of a reference. Use it from the I/O loop."""

    def __init__(
        self,
        targets: Mapping[str, HookTarget],
        reveal: Callable[[str], Awaitable[str]],
        clock: Clock,
        tell: Callable[[AcceptedDelivery | DeliveryRefused], None],
    ) -> None:
        self.targets = targets
        self._reveal = reveal
        self._clock = clock
        self._tell = tell
        self._guard = ReplayGuard()

    async def receive(self, target: HookTarget, delivery: Delivery) -> Verdict:
        """Judge one delivery and tell what became of it; raise ``ConnectorError`` when the secret cannot be read."""
        now_s = self._clock.now().timestamp()
        secret = await self._reveal(target.secret) if target.secret else ""
        verdict = judge(target.provider, delivery, secret, now_s)
        accepted = None
        if verdict is Verdict.GENUINE:
            accepted = self._read(target, delivery, now_s)
            verdict = Verdict.UNREADABLE if accepted is None else verdict
        if accepted is not None and not self._is_new(target, delivery):
            accepted, verdict = None, Verdict.REPLAYED
        self._tell(accepted or DeliveryRefused(target.connection, verdict, now_s))
        return verdict

    def _is_new(self, target: HookTarget, delivery: Delivery) -> bool:
        return self._guard.accept(target.connection, delivery, self._clock.monotonic(), target.provider)

    def _read(self, target: HookTarget, delivery: Delivery, now_s: float) -> AcceptedDelivery | None:
        """Return what the delivery says, ``None`` when it is not of the promised shape."""
        try:
            event = _event_of(delivery)
            pushes = pushes_of(target.provider, event, target.connection, delivery, now_s)
        except (ValueError, RecursionError):
            return None
        return AcceptedDelivery(target.connection, target.provider, event, pushes, now_s)


def _event_of(delivery: Delivery) -> str:
    named = next((delivery.header(name) for name in _EVENT_HEADERS if delivery.header(name)), "")
    if not named:
        body: Any = json.loads(payload_of(delivery))
        inner = body.get("event") if isinstance(body, dict) else None
        for place in (body, inner):
            if isinstance(place, dict):
                named = named or next((str(place[name]) for name in _EVENT_FIELDS if place.get(name)), "")
    return "".join(letter for letter in named if letter.isprintable())[:_LONGEST_EVENT]
