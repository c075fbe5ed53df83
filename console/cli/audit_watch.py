"""``cell-console audit watch``: audits projects whenever somebody has pushed, until it is stopped."""

import json
import queue
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli.audit_evidence import write_metrics
from console.cli.audit_push import plan_record, tell_correction, tell_plan
from console.cli.duration import to_seconds
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.webhook.push import DeliveryRefused, PushReceived
    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.services.audits.push_watch import PushPlan, PushWatch
    from console.services.webhooks.hook_desk import AcceptedDelivery

_LEAST_S = 10.0


@click.command(name="watch", help=t("Audit projects (default: all) when somebody has pushed, until Ctrl+C."))
@click.argument("projects", nargs=-1)
@click.option("--every", "every_s", default="5m", show_default=True, callback=to_seconds, metavar="TIME",
              help=t("How often the forges are asked."))  # fmt: skip
@click.option("--once", is_flag=True, help=t("Ask once, audit what is new, and end."))
@click.option("--listen", is_flag=True, help=t("Also take webhooks (see “webhooks addresses”)."))
@click.option("--port", type=click.IntRange(0, 65535), default=None, help=t("Port for webhooks."))
@click.option("--metrics", type=click.Path(dir_okay=False, path_type=Path),
              help=t("Keep Prometheus metrics in this file, for the textfile collector of node_exporter."))  # fmt: skip
@pass_invocation
def watch(
    invocation: Invocation, *, projects: tuple[str, ...], every_s: float, once: bool, listen: bool, port: int | None,
    metrics: Path | None,
) -> None:  # fmt: skip
    """Print one JSON line per audited push."""
    from console.bootstrap import follow_network, open_vault, settings_of  # noqa: PLC0415 - heavy
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.kernel.runtime import Runtime  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.project_orders import project_orders, repository_places  # noqa: PLC0415
    from console.services.audits.push_watch import PushWatch  # noqa: PLC0415 - loads all rules

    loaded = invocation.load_estate()
    orders = project_orders(loaded.estate, projects, folder=loaded.folder)
    follow_network(settings_of(invocation.profile()).network, loaded.folder, invocation.paths)
    vault = open_vault(invocation.paths, loaded.folder)
    known = repository_places(loaded.estate)
    runtime = Runtime()
    places = audit_places(invocation.paths)
    carrier = _Carrier(invocation, metrics)
    pushes = PushWatch(runtime, places, orders, lambda key: known.get(key, ("", "")), lambda: vault)
    try:
        if once:
            carrier.audit(runtime.run(pushes.round()))
            return
        told: queue.SimpleQueue[PushReceived] = queue.SimpleQueue()
        listener = _listening(invocation, runtime, loaded.estate, told, port) if listen else None
        try:
            _follow(carrier, runtime, pushes, told, max(every_s, _LEAST_S), SystemClock())
        finally:
            if listener is not None:
                runtime.run(listener.close())
    except KeyboardInterrupt:
        invocation.note(t("Stopped."))
    finally:
        carrier.end()
        runtime.close()


def _follow(
    carrier: "_Carrier", runtime: "Runtime", pushes: "PushWatch", told: "queue.SimpleQueue[PushReceived]",
    every_s: float, clock: "Clock",
) -> None:  # fmt: skip
    """Ask now and then, and at once when a webhook tells of a push; deliveries do not put off the next asking."""
    while True:
        carrier.audit(runtime.run(pushes.round()))
        next_s = clock.monotonic() + every_s
        with suppress(queue.Empty):
            while (left_s := next_s - clock.monotonic()) > 0:
                carrier.audit(runtime.run(pushes.take(told.get(timeout=left_s))))


def _listening(
    invocation: Invocation, runtime: "Runtime", estate: "Estate", told: "queue.SimpleQueue[PushReceived]",
    port: int | None,
) -> Any:  # fmt: skip
    from console.bootstrap import open_vault, settings_of  # noqa: PLC0415
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.webhooks.webhook_listener import WebhookListener  # noqa: PLC0415 - aiohttp

    def tell(delivery: "AcceptedDelivery | DeliveryRefused") -> None:
        for one in getattr(delivery, "pushes", ()):
            told.put(one)

    vault = open_vault(invocation.paths, invocation.load_estate().file.parent)
    listener = WebhookListener(runtime, SystemClock(), invocation.paths, lambda: vault, tell)
    wanted = settings_of(invocation.profile()).webhooks.port if port is None else port
    for key, address in runtime.run(listener.listen(estate, wanted)).items():
        invocation.note(f"{key}: {address}")
    return listener


class _Carrier:
    """Carries plans out, prints what came of them, and keeps the metrics in their file."""

    def __init__(self, invocation: Invocation, metrics: Path | None) -> None:
        self._invocation, self._metrics = invocation, metrics
        self._measure(0)

    def audit(self, plans: "tuple[PushPlan, ...]") -> None:
        """Audit what is to be audited; the rest says why not."""
        from console.cli.audit_carrying import carry_out_orders  # noqa: PLC0415

        for one in plans:
            tell_plan(self._invocation, one)
        wanted = [one for one in plans if not one.why_not]
        self._measure(len(wanted))
        if wanted:
            folder = self._invocation.estate_file().parent
            outcomes = carry_out_orders(self._invocation, [one.order for one in wanted], folder)
            for plan, outcome in zip(wanted, outcomes, strict=True):
                record = outcome.record()
                came = {"health": record.health, "statuses": record.statuses, "findings": record.findings}
                click.echo(json.dumps({**plan_record(plan), **came}, ensure_ascii=True))
                tell_correction(self._invocation, outcome)
            self._measure(0)

    def end(self) -> None:
        """Tell the metrics that this worker has ended as it should."""
        self._measure(None)

    def _measure(self, waiting: int | None) -> None:
        if self._metrics is not None:
            write_metrics(self._invocation, self._metrics, waiting)
