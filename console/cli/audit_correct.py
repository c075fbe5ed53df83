"""``cell-console audit correct``: safe corrections as a series of patches, never written into the repository."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.audit_run import PROFILE_KEYS
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line

if TYPE_CHECKING:
    from console.audits.corrections.correction_run import CorrectedRule


@click.command(name="correct", help=t("Print safe corrections as patches for “git am”; one commit per rule."))
@click.argument("repository")
@click.option("--revision", default="", metavar="NAME", help=t("Branch, tag or commit (default: what HEAD names)."))
@click.option("--baseline", default="", metavar="NAME", help=t("What findings are compared with, to tell new ones."))
@click.option("--rule", "rules", multiple=True, metavar="RULE", help=t("Only this rule, such as STR08 (repeatable)."))
@click.option("--profile", type=click.Choice(PROFILE_KEYS), default=PROFILE_KEYS[2], show_default=True,
              help=t("How strict, and on what."))  # fmt: skip
@click.option(
    "--save", type=click.Path(dir_okay=False, path_type=Path), help=t("Write the patches into this new file.")
)
@pass_invocation
def correct(
    invocation: Invocation, *, repository: str, revision: str, baseline: str, rules: tuple[str, ...], profile: str,
    save: Path | None,
) -> None:  # fmt: skip
    """Correct in a copy, audit the copy again, and print what is proven."""
    from console.audits.repository.bare_clone import bare_clone  # noqa: PLC0415
    from console.domain.audit.audit_profile import PROFILES  # noqa: PLC0415 - msgspec
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.local_correction import correct_locally  # noqa: PLC0415 - loads all rules

    cache = invocation.paths.cache / "audits"
    found = correct_locally(
        bare_clone(repository, cache / "clones"), cache, SystemClock().now().timestamp(), PROFILES[profile],
        revision=revision, baseline=baseline, rules=rules,
    )  # fmt: skip
    for one in found.rules:
        invocation.note(_told(one))
    if not found.patch:
        invocation.note(t("Nothing can be corrected safely."))
    elif save is None:
        click.echo(_printable(found.patch), nl=False)
    else:
        _save(save, found.patch)
        invocation.note(t("Look at {file}, then apply it on a branch with: git am {file}", file=save))


def _told(one: "CorrectedRule") -> str:
    if one.refused:
        return t("{rule} is left as it is: {why}.", rule=one.rule, why=one.refused)
    return t("{rule}: findings corrected: {count}, lines changed: {lines}.", rule=one.rule, count=len(one.findings),
             lines=one.lines)  # fmt: skip


def _printable(patch: str) -> str:
    """Return the patch as it is for a file or a pipe; a terminal gets no control characters of somebody else."""
    if not sys.stdout.isatty():
        return patch
    return "".join(f"{visible_line(line)}\n" for line in patch.split("\n"))


def _save(file: Path, text: str) -> None:
    from console.kernel.errors import UserError  # noqa: PLC0415

    try:
        with open(file, "x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise UserError(
            t("{file} could not be written: {why}.", file=file, why=error.strerror or ""), t("Name a new file.")
        ) from error
