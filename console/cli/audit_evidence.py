"""``cell-console audit evidence`` and ``metrics``: files for auditors of another kind, and for Prometheus."""

from pathlib import Path

import click

from console.cli.audit_projects import newest_record
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t


@click.command(name="evidence", help=t("Write the evidence pack of PROJECT's last audit (a ZIP file with digests)."))
@click.argument("project")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@pass_invocation
def evidence(invocation: Invocation, project: str, file: Path) -> None:
    """Results, decisions and rules; in compliance mode one is kept of every audit."""
    from console.kernel.paths import write_private  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.evidence_pack import keep_evidence, missing_results  # noqa: PLC0415 - msgspec

    record, places = newest_record(invocation, project), audit_places(invocation.paths)
    kept = keep_evidence(places, record)
    write_private(file, kept.read_bytes())
    for one in missing_results(places, record):
        invocation.note(t("A result of {project} is missing: {id}.", project=project, id=one))
    invocation.note(t("Check it with: unzip {file} -d evidence && cd evidence && sha256sum -c SHA256SUMS", file=file))


@click.command(name="metrics", help=t("Print what audits there were as Prometheus metrics."))
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path),
              help=t("Write them there, for the textfile collector of node_exporter (NAME.prom)."))  # fmt: skip
@pass_invocation
def metrics(invocation: Invocation, file: Path | None) -> None:
    """Counters over all audits of this profile; “audit watch --metrics” keeps such a file up to date."""
    if file is None:
        click.echo(_metrics_text(invocation, None), nl=False)
    else:
        write_metrics(invocation, file)


def write_metrics(invocation: Invocation, file: Path, waiting: int | None = None) -> None:
    """Replace a file of metrics; ``waiting`` says how many audits wait while this computer works."""
    from console.kernel.paths import write_private  # noqa: PLC0415

    write_private(file, _metrics_text(invocation, waiting))
    file.chmod(0o644)  # the collector runs as another user; nothing here is secret


def _metrics_text(invocation: Invocation, waiting: int | None) -> str:
    from console.domain.audit.audit_metrics import exposition  # noqa: PLC0415 - msgspec
    from console.kernel.operator import operator  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.store.audits.audit_meter import AuditMeter  # noqa: PLC0415

    workers = {operator(): True} if waiting is not None else {}
    return exposition(AuditMeter(audit_places(invocation.paths).metrics).read(), waiting, workers)
