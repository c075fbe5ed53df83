"""``cell-console audit upload``: the findings of the last audit for a forge that shows them, as a change."""

import json
from typing import TYPE_CHECKING

import click

from console.cli.audit_projects import newest_record
from console.cli.emit import output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from pathlib import Path

    from console.ports.forge import ForgeReader
    from console.store.audits.audit_book import AuditRecord


@click.command(name="upload", help=t("Plan the upload of PROJECT's findings to its forge (GitHub code scanning)."))
@click.argument("project")
@click.option("--reason", default="", help=t("Why, in a few words."))
@output_option("table", "json", "yaml")
@pass_invocation
def upload(invocation: Invocation, *, project: str, reason: str, output: str) -> None:
    """Write the file within the forge's limits, preview the change and keep it; applying it sends it."""
    from console.cli.change_print import print_change  # noqa: PLC0415 - heavy: connectors
    from console.cli.change_session import change_session  # noqa: PLC0415
    from console.domain.operations.upload_sarif import UploadSarif  # noqa: PLC0415
    from console.estate.forge_place import forge_place  # noqa: PLC0415
    from console.services.forge_read import ask_forge  # noqa: PLC0415

    record = newest_record(invocation, project)
    place = forge_place(invocation.load_estate().estate, project)
    file = str(_written(invocation, record))
    with change_session(invocation, connect=True) as opened:
        branch = record.branch or ask_forge(
            opened.session, place.provider.key, lambda reader: _default_branch(reader, place.repository.path)
        )
        operation = UploadSarif(
            place.provider.key, place.repository.path, record.commit, f"refs/heads/{branch}", file
        )  # fmt: skip
        saved = opened.run(opened.service.save(opened.run(opened.service.draft(operation, reason))))
        print_change(saved, output)
    invocation.note(t("Apply it with: cell-console change apply {id}", id=saved.id))


async def _default_branch(reader: "ForgeReader", path: str) -> str:
    return (await reader.repository(path)).default_branch


def _written(invocation: Invocation, record: "AuditRecord") -> "Path":
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.kernel.paths import private_folder, write_private  # noqa: PLC0415
    from console.services.audits.audit_export import github_upload  # noqa: PLC0415 - loads all rules
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415

    places = audit_places(invocation.paths)
    made = github_upload(places, record, SystemClock().now().timestamp())
    file = private_folder(places.results.parent / "uploads") / f"{record.tasks[0]}.sarif"
    write_private(file, json.dumps(made.document))
    if made.left_out:
        invocation.note(
            t("{count} findings are left out: without a file, or beyond GitHub's limits.", count=made.left_out)
        )
    return file
