"""The text of a file as it was audited, from the clone that is kept here: nobody is asked, nothing is checked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.repository.bare_clone import kept_clone
from console.audits.repository.clone_cache import is_partial
from console.audits.repository.git_reading import git_output
from console.audits.repository.tracked_file import parse_tree
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line

if TYPE_CHECKING:
    from console.services.audits.audit_places import AuditPlaces

MOST_BYTES = 2 << 20


def source_text(places: AuditPlaces, source: str, commit: str, path: str) -> str:
    """Return a file's text; raise ``UserError`` for what cannot be shown, ``ConnectorError`` when git fails. Blocks."""
    folder = kept_clone(source, places.cache / "clones").folder
    listed = git_output(folder, "--literal-pathspecs", "ls-tree", "-z", "-l", "--full-tree", commit, "--", path)
    found = next((one for one in parse_tree(listed) if one.path == path and one.is_regular), None)
    shown = visible_line(path)
    if found is None:
        raise UserError(t("{path} is no file of this commit.", path=shown), t("Audit the project again."))
    if found.size > MOST_BYTES:
        raise UserError(t("{path} is too large to be shown.", path=shown), t("Look at it with git show."))
    content = git_output(folder, "cat-file", "blob", found.object_id)
    if b"\0" in content[:8000]:
        raise UserError(t("{path} is no text.", path=shown), t("There is nothing to be shown of it."))
    return content.decode("utf-8", "replace")


def commit_text(places: AuditPlaces, source: str, commit: str) -> str:
    """Return a commit's message and the files that it touched; raises as ``source_text`` does. Blocks."""
    folder = kept_clone(source, places.cache / "clones").folder
    files = ("--name-status", "--no-renames") if is_partial(folder) else ("--stat=100",)  # lines need the contents
    arguments = ("show", "--no-ext-diff", "--no-textconv", "--no-color", *files, "--format=fuller", commit, "--")
    return git_output(folder, *arguments)[:MOST_BYTES].decode("utf-8", "replace")
