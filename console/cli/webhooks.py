"""``cell-console webhooks``: receiving deliveries of the estate's git providers and channels on this computer."""

import json
import threading
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import say
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.webhook.push import DeliveryRefused
    from console.services.webhooks.hook_desk import AcceptedDelivery

_PORTS = click.IntRange(0, 65535)
_WAIT_S = 10.0


@click.group(name="webhooks", help=t("Receive webhooks on this computer."))
def command() -> None:
    """Group the commands of webhooks."""


@command.command(help=t("List where the providers must deliver, and which connections lack a webhook_secret."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def addresses(invocation: Invocation, output: str) -> None:
    """Print one row per connection that can receive webhooks."""
    from console.bootstrap import settings_of  # noqa: PLC0415 - not needed for --help
    from console.services.webhooks.hook_target import hook_targets  # noqa: PLC0415
    from console.services.webhooks.path_token import path_token  # noqa: PLC0415
    from console.services.webhooks.webhook_address import addresses_of  # noqa: PLC0415

    targets = hook_targets(invocation.load_estate().estate)
    found = addresses_of(targets, path_token(invocation.paths), settings_of(invocation.profile()).webhooks.port)
    records = [
        {"connection": key, "provider": one.provider, "address": found[key], "secret": one.secret}
        for key, one in targets.items()
    ]
    cells = [[one["connection"], one["provider"], one["address"], one["secret"] or "-"] for one in records]
    titles = (t("CONNECTION"), t("PROVIDER"), t("ADDRESS"), t("SECRET"))
    emit_sheet(Sheet(titles, cells, records, widest=200, names=("connection", "provider", "address", "secret")), output)


@command.command(help=t("Listen on 127.0.0.1 and print every accepted delivery, until stopped with Ctrl+C."))
@click.option("--port", type=_PORTS, default=None, help=t("Port; default the one of the settings, 0 a free one."))
@output_option("table", "json")
@pass_invocation
def serve(invocation: Invocation, port: int | None, output: str) -> None:
    """Print accepted deliveries on stdout, everything else on stderr."""
    from console.bootstrap import open_vault, settings_of  # noqa: PLC0415 - heavy: connectors
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.kernel.runtime import Runtime  # noqa: PLC0415
    from console.services.webhooks.webhook_listener import WebhookListener  # noqa: PLC0415 - heavy: aiohttp

    loaded = invocation.load_estate()
    runtime, teller = Runtime(), _Teller(invocation, output)
    vault = open_vault(invocation.paths, loaded.file.parent)
    listener = WebhookListener(runtime, SystemClock(), invocation.paths, lambda: vault, teller.tell)
    try:
        wanted = settings_of(invocation.profile()).webhooks.port if port is None else port
        for key, address in runtime.run(listener.listen(loaded.estate, wanted), _WAIT_S).items():
            invocation.note(f"{key}: {address}")
        with suppress(KeyboardInterrupt):  # and SIGTERM, see ``Termination``
            threading.Event().wait()
    finally:
        runtime.run(listener.close(), _WAIT_S)
        runtime.close()
        invocation.note(teller.summary())


class _Teller:
    """Prints one line per delivery, at once; what was refused is counted and told on stderr."""

    def __init__(self, invocation: Invocation, output: str) -> None:
        self._invocation = invocation
        self._output = output
        self._accepted = self._refused = 0

    def tell(self, told: "AcceptedDelivery | DeliveryRefused") -> None:
        """Print what became of one delivery."""
        from console.domain.webhook.push import DeliveryRefused  # noqa: PLC0415

        if isinstance(told, DeliveryRefused):
            self._refused += 1
            self._invocation.note(
                t("Refused a delivery for {connection}: {why}.", connection=told.connection, why=told.why.value)
            )
            return
        self._accepted += 1
        for line in _json_lines(told) if self._output == "json" else _plain_lines(told):
            say(line)

    def summary(self) -> str:
        """Return how many were accepted and refused."""
        return t("{accepted} accepted, {refused} refused.", accepted=self._accepted, refused=self._refused)


def _plain_lines(told: "AcceptedDelivery") -> "Iterator[str]":
    at = f"{datetime.fromtimestamp(told.at_s, UTC).astimezone():%H:%M:%S}"
    head = f"{at}  {told.connection}  {told.event}"
    for push in told.pushes:
        yield f"{head}  {push.repository}  {push.branch}  {push.before[:10] or '-'}..{push.after[:10] or '-'}"
    if not told.pushes:
        yield head


def _json_lines(told: "AcceptedDelivery") -> "Iterator[str]":
    pushes = [
        {"repository": one.repository, "branch": one.branch, "before": one.before, "after": one.after}
        for one in told.pushes
    ]
    record = {"at": told.at_s, "connection": told.connection, "event": told.event, "pushes": pushes}
    yield json.dumps(record, ensure_ascii=True)
