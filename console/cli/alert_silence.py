"""``cell-console alerts silence``: plan the muting of alerts as a change."""

from typing import TYPE_CHECKING

import click

from console.cli.duration import to_seconds
from console.cli.emit import output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate

_USUAL_S = 7200.0


@click.command(name="silence", help=t("Plan a silence: the alerts that meet all conditions tell nobody for some time."))
@click.argument("matchers", nargs=-1, required=True, metavar="CONDITION...")
@click.option("--for", "lasts", callback=to_seconds, help=t("How long: 90s, 15m, 2h (default 2h)."))
@click.option("--comment", required=True, help=t("Why the alerts are muted."))
@click.option("-c", "--connection", default="", help=t("Alertmanager of the estate; default the only one."))
@click.option("--everything", is_flag=True, help=t("Also when that mutes every alert."))
@output_option("table", "json", "yaml")
@pass_invocation
def silence(
    invocation: Invocation,
    *,
    matchers: tuple[str, ...],
    lasts: float | None,
    comment: str,
    connection: str,
    everything: bool,
    output: str,
) -> None:
    """Preview, keep the plan in the journal and print it with the command that applies it."""
    from console.cli.change_print import print_change  # noqa: PLC0415 - heavy: connectors
    from console.cli.change_session import change_session  # noqa: PLC0415
    from console.domain.operations.create_silence import CreateSilence  # noqa: PLC0415

    _check(matchers)
    key = connection or _only_one(invocation.load_estate().estate)
    with change_session(invocation, connect=True) as opened:
        service = opened.service
        operation = CreateSilence(
            connection=key,
            matchers=matchers,
            ends_s=float(round(service.book.now_s() + (lasts or _USUAL_S))),
            comment=comment,
            created_by=service.access.actor,
            everything=everything,
        )
        saved = opened.run(service.save(opened.run(service.draft(operation, comment))))
        print_change(saved, output)
        invocation.note(t("Apply it with: cell-console change apply {id}", id=saved.id))


def _check(matchers: tuple[str, ...]) -> None:
    from console.domain.label_matcher import LabelMatcher  # noqa: PLC0415 - not for help

    for text in matchers:
        try:
            LabelMatcher.parse(text)
        except ValueError as error:
            raise UserError(
                t("A condition of the silence cannot be read: {why}.", why=str(error)),
                t('Write conditions like cell="tokyo" or alertname=~"Cell.*".'),
            ) from None


def _only_one(estate: "Estate") -> str:
    keys = [one.key for one in estate.alertmanagers]
    if len(keys) == 1:
        return keys[0]
    raise UserError(
        t("The estate has {count} Alertmanagers.", count=len(keys)),
        t("Name one with --connection: {names}.", names=", ".join(keys)) if keys else t("Add one to the estate file."),
    )
