"""``cell-console audit hooks``: let the forges of projects tell this console of pushes, as changes."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.change_session import ChangeSession
    from console.services.audits.hook_plan import HookPlan

_MARK = "{connection}"


@click.command(name="hooks", help=t("Plan webhooks of projects (default: all), so that a push is audited at once."))
@click.argument("projects", nargs=-1)
@click.option("--url", default="", metavar="URL",
              help=t("Where forges deliver, with {mark} in it; default: this computer's listener.",
                     mark=_MARK))  # fmt: skip
@click.option("--reason", default="", help=t("Why, in a few words."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def hooks(invocation: Invocation, *, projects: tuple[str, ...], url: str, reason: str, output: str) -> None:
    """Preview a change per project and keep the plans in the journal; nothing is changed before they are applied."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy: connectors
    from console.services.audits.hook_plan import hook_plans  # noqa: PLC0415

    estate = invocation.load_estate().estate
    unknown = set(projects) - {one.key for one in estate.projects}
    if unknown:
        raise UserError(
            t("The estate has no project {name}.", name=repr(min(unknown))),
            t("List them with: cell-console estate show"),
        )
    chosen = [one for one in estate.projects if not projects or one.key in projects]
    plans = hook_plans(estate, chosen, _addresses(invocation, url))
    with change_session(invocation, connect=True) as opened:
        records = [_planned(opened, one, reason) for one in plans]
    titles = (t("Project"), t("Change"), t("What would be done"))
    cells = [(one["project"], one["change"] or "–", one["what"]) for one in records]
    emit_sheet(Sheet(titles, cells, records, widest=100, names=("project", "change", "what")), output)
    if any(one["change"] for one in records):
        invocation.note(t("Apply each with: cell-console change apply ID"))


def _addresses(invocation: Invocation, url: str) -> dict[str, str]:
    from console.bootstrap import settings_of  # noqa: PLC0415
    from console.services.webhooks.hook_target import hook_targets  # noqa: PLC0415
    from console.services.webhooks.path_token import path_token  # noqa: PLC0415
    from console.services.webhooks.webhook_address import addresses_of  # noqa: PLC0415

    targets = hook_targets(invocation.load_estate().estate)
    if not url:
        return addresses_of(targets, path_token(invocation.paths), settings_of(invocation.profile()).webhooks.port)
    if len(targets) > 1 and _MARK not in url:
        raise UserError(
            t("The address does not say which connection is meant."),
            t("Write {mark} where the connection's key belongs.", mark=_MARK),
        )
    return {key: url.replace(_MARK, key) for key in targets}


def _planned(opened: "ChangeSession", plan: "HookPlan", reason: str) -> dict[str, str]:
    if plan.operation is None:
        return {"project": plan.project, "change": "", "what": plan.why_not}
    try:
        draft = opened.run(opened.service.draft(plan.operation, reason))
        if draft.preview is not None and draft.preview.satisfied:
            return {"project": plan.project, "change": "", "what": t("It is so already.")}
        saved = opened.run(opened.service.save(draft))
    except ConsoleError as error:
        return {"project": plan.project, "change": "", "what": str(error)}
    return {"project": plan.project, "change": saved.id, "what": plan.operation.summary()}
