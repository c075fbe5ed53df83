"""Corrections on a new branch of a working copy: nothing that is checked out is touched, no branch is overwritten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.repository.bare_clone import kept_clone
from console.audits.repository.git_reading import git_output
from console.kernel.errors import ConnectorError, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from pathlib import Path

    from console.audits.corrections.correction_run import Correction
    from console.services.audits.audit_places import AuditPlaces

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")


def put_on_branch(places: AuditPlaces, source: str, correction: Correction, working_copy: Path, branch: str) -> None:
    """Make ``branch`` in a working copy (or bare repository) hold a correction; raise ``UserError``. Blocks.

    Only objects and the new branch are written: no file, no index, no hook. The working copy must know the commit that
    was audited.
    """
    clone, base = kept_clone(source, places.cache / "clones").folder, correction.base
    if not _NAME.fullmatch(branch):
        raise UserError(t("{name} is no name for a branch.", name=repr(branch)), t("Use letters, digits, - and /."))
    folder = _git_folder(working_copy)
    git_output(folder, "check-ref-format", "--branch", branch)
    if _knows(folder, f"refs/heads/{branch}"):
        raise UserError(t("There is a branch {name} already.", name=repr(branch)), t("Choose a new name."))
    if not _knows(folder, f"{base}^{{commit}}"):
        raise UserError(
            t("{folder} does not have the commit {commit} that was audited.", folder=working_copy, commit=base[:12]),
            t("Choose a working copy of this project, and fetch there first."),
        )
    git_output(
        folder, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
        clone.resolve().as_uri(), f"{correction.tip}:refs/heads/{branch}",
    )  # fmt: skip


def _git_folder(working_copy: Path) -> Path:
    for folder in (working_copy / ".git", working_copy):
        try:
            found = git_output(folder, "rev-parse", "--absolute-git-dir")
        except ConnectorError:
            continue
        return type(working_copy)(found.decode("utf-8", "surrogateescape").rstrip("\n"))
    raise UserError(
        t("{folder} is no Git repository.", folder=working_copy), t("Choose a working copy of this project.")
    )


def _knows(folder: Path, name: str) -> bool:
    try:
        git_output(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    except ConnectorError:
        return False
    return True
