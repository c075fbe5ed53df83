"""``cell-console audit propose``: safe corrections as a pull request on the project's forge, as a change."""

import click

from console.cli.audit_projects import newest_record
from console.cli.emit import output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t


@click.command(name="propose", help=t("Plan a pull request with the safe corrections of PROJECT's last audit."))
@click.argument("project")
@click.option("--rule", "rules", multiple=True, metavar="RULE", help=t("Only this rule, such as STR08 (repeatable)."))
@click.option("--reason", default="", help=t("Why, in a few words."))
@output_option("table", "json", "yaml")
@pass_invocation
def propose(invocation: Invocation, *, project: str, rules: tuple[str, ...], reason: str, output: str) -> None:
    """Correct in a copy, audit the copy again, preview the change and keep it; applying it pushes the branch."""
    from console.cli.change_print import print_change  # noqa: PLC0415 - heavy: connectors
    from console.cli.change_session import change_session  # noqa: PLC0415
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.kept_report import kept_report  # noqa: PLC0415 - loads all rules
    from console.services.audits.local_correction import correct_kept  # noqa: PLC0415
    from console.services.audits.proposed_correction import proposed_correction  # noqa: PLC0415

    record, places = newest_record(invocation, project), audit_places(invocation.paths)
    baseline, now_s = kept_report(places, record).baseline, SystemClock().now().timestamp()
    made = correct_kept(record.source, record.commit, baseline, places.cache, now_s, record.profile, rules)
    estate = invocation.load_estate().estate
    operation = proposed_correction(estate, project, made, places.cache, base=record.branch)
    with change_session(invocation, connect=True) as opened:
        saved = opened.run(opened.service.save(opened.run(opened.service.draft(operation, reason))))
        print_change(saved, output)
    invocation.note(t("Apply it with: cell-console change apply {id}", id=saved.id))
