"""Bodies of webhooks, signed as their providers sign them, at the desk that judges and reads them."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from console.domain.webhook.delivery import Delivery
from console.domain.webhook.push import DeliveryRefused
from console.domain.webhook.verdict import Verdict
from console.kernel.errors import UserError
from console.services.webhooks.hook_desk import AcceptedDelivery, HookDesk
from console.services.webhooks.hook_target import HookTarget
from tests.fakes import webhook_sender as sender
from tests.fakes.manual_clock import ManualClock
from tests.fuzz.parser import Parser

_CLOCK = ManualClock()
_NOW_S = _CLOCK.now().timestamp()
_SENT = {
    "github": sender.github(),
    "gitlab": sender.gitlab(),
    "bitbucket": sender.bitbucket(),
    "azure_devops": sender.azure_devops(),
    "pagerduty": sender.pagerduty(),
    "linear": sender.linear(_NOW_S),
    "jira": sender.jira(),
    "cloudflare": sender.cloudflare(),
}


def _headers(sent: sender.Sent, body: bytes) -> Mapping[str, str]:
    """Return the headers with which the provider would have sent another body."""
    signed, anew = sender.hex_hmac(sent.body), sender.hex_hmac(body)
    return {name.lower(): value.replace(signed, anew) for name, value in sent.headers.items()}


def _received(provider: str) -> Callable[[Path], object]:
    async def secret(_reference: str) -> str:
        return sender.SECRET

    def read(file: Path) -> object:
        body = file.read_bytes()
        told: list[AcceptedDelivery | DeliveryRefused] = []
        target = HookTarget("forge", provider, "env:HOOK")
        desk = HookDesk({"forge": target}, secret, _CLOCK, told.append)
        verdict = asyncio.run(desk.receive(target, Delivery(_headers(_SENT[provider], body), body)))
        (one,) = told  # whatever came, it is told once
        if not isinstance(one, AcceptedDelivery):
            raise UserError(f"refused: {verdict.value}")
        assert verdict is Verdict.GENUINE
        assert one.event.isprintable()
        return one

    return read


WEBHOOK_PARSERS = tuple(Parser(f"webhook-{name}", _received(name), ".json") for name in _SENT)
