"""Where the files are that an estate names, and the rule that its documents stay inside its folder."""

# Documents (SLOs, policies, runbooks, Helm values) must lie inside the estate file's folder, also after symbolic links
# are followed: an estate that came from somebody else must not make the console read elsewhere. Files of connections
# (kubeconfig, certificates) are the user's own and may lie anywhere; relative ones begin at that folder.

from collections.abc import Iterator
from glob import iglob
from pathlib import Path

from console.estate.legible import legible
from console.kernel.errors import UserError
from console.kernel.i18n import t

_WILD = frozenset("*?[")


def inside(folder: Path, text: str) -> Path:
    """Return the document ``text`` of the estate in ``folder``; raise ``UserError`` when it lies outside."""
    root = folder.resolve()
    target = root.joinpath(*_fixed_parts(text)) if _is_wild(text) else root / text
    if "\x00" in text or Path(text).is_absolute() or not target.resolve().is_relative_to(root):
        raise UserError(
            t("{path} lies outside the estate's folder.", path=legible(text)),
            t("Move it beside the estate file and name it by a relative path."),
        )
    return root / text


def documents(folder: Path, text: str) -> Iterator[Path]:
    """Yield the existing files or folders that ``text`` (a path or glob) names, sorted; all lie inside ``folder``."""
    inside(folder, text)
    root = folder.resolve()
    for name in sorted(iglob(text, root_dir=root, recursive=True)) if _is_wild(text) else [text]:
        found = root / name
        if found.exists() and found.resolve().is_relative_to(root):
            yield found


def _is_wild(text: str) -> bool:
    return not _WILD.isdisjoint(text)


def _fixed_parts(text: str) -> list[str]:
    """Return the parts before the first wild one; a ``..`` behind a wild part is kept, so that it is refused."""
    parts = Path(text).parts
    if ".." in parts:
        return [".."]
    return list(parts[: next(index for index, part in enumerate(parts) if _is_wild(part))])
