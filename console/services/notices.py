"""Telling something through channels of the estate."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, NamedTuple

from console.domain.notification import Message, Receipt
from console.domain.severity import Severity
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ConsoleError, UserError
from console.kernel.gathered import gathered
from console.kernel.i18n import t
from console.ports.notifier import Notifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.ports.connector import Connector
    from console.ports.trail import Trail

_log = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """What came of a message on one channel: a receipt, or why it did not arrive."""

    channel: str
    receipt: Receipt | None
    error: ConsoleError | None = None


def channels(connectors: Mapping[str, Connector], wanted: Iterable[str] = ()) -> dict[str, Notifier]:
    """Return the channels by connection key, or the wanted ones; raise ``UserError`` for one that is none."""
    known = {key: found for key, one in connectors.items() if (found := one.offers(Notifier)) is not None}
    for key in wanted:
        if key not in known:
            raise UserError(
                t("The estate has no channel {key}.", key=repr(key)),
                t("There are: {names}.", names=", ".join(known) or t("none")),
            )
    return {key: known[key] for key in wanted} if wanted else known


async def tell_all(message: Message, to: Mapping[str, Notifier], trail: Trail | None = None) -> tuple[Outcome, ...]:
    """Tell a message on several channels at once; one that fails does not hold up the others. ``trail`` notes each."""
    outcomes = await gathered(*(_tell(key, channel, message) for key, channel in to.items()))
    if trail is not None:
        for one in outcomes:
            trail.note(_event(message, one))
    return outcomes


def _event(message: Message, outcome: Outcome) -> TrailEvent:
    body = {"severity": str(message.severity), "matter": message.matter}
    failed = {} if outcome.error is None else {"error": outcome.error.message}
    kind = "notice.failed" if failed else "notice.sent"
    return TrailEvent(kind, message.title, connection=outcome.channel, body=body | failed)


async def _tell(key: str, channel: Notifier, message: Message) -> Outcome:
    try:
        return Outcome(key, await channel.send(message))
    except ConsoleError as error:
        return Outcome(key, None, error)
    except Exception as error:  # noqa: BLE001 - a fault in one channel must not take the receipts of the others
        _log.exception("channel %s could not tell a message", key)
        fault = type(error).__name__
        words = t("Telling {channel} stopped by a fault in Cell Console ({fault}).", channel=key, fault=fault)
        return Outcome(key, None, ConsoleError(words, t("The log has the details.")))


def new_message(
    source: str, title: str, text: str, severity: Severity, at_s: float, matter: str = "", link: str = ""
) -> Message:
    """Return a message with an id of its own; without a ``matter`` it is a matter by itself."""
    identity = f"msg_{secrets.token_hex(12)}"
    return Message(identity, matter or identity, title, text, severity, at_s, source=source, link=link)


def trial_message(source: str, at_s: float) -> Message:
    """Return the message that only tries whether a channel works."""
    return new_message(
        source,
        t("Test message"),
        t("Cell Console sends this to try the channel. Nothing needs to be done."),
        Severity.INFO,
        at_s,
        matter=f"{source}/test",
    )
