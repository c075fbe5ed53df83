"""Policies as modules of Rego: those that come with the console, and the estate's own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.estate.document_path import documents
from console.estate.legible import legible
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.estate.schema.estate import Estate

SUFFIX = ".rego"
_MOST_BYTES = 256 << 10
_MOST_MODULES = 200
_WILD = frozenset("*?[")


class PolicyModule(NamedTuple):
    """``name`` is how refusals call it; ``place`` says where it is; ``cases`` is the file with its tests."""

    name: str
    source: str
    place: str
    cases: Path
    shipped: bool = False


def shipped_modules() -> tuple[PolicyModule, ...]:
    """Return the policies that come with the console, by name."""
    folder = Path(str(files("resources.policies")))
    return tuple(_module(file, shipped=True) for file in sorted(folder.glob(f"*{SUFFIX}")))


def estate_modules(estate: Estate, folder: Path) -> tuple[PolicyModule, ...]:
    """Return the policies that an estate in ``folder`` names; raise ``UserError`` for what cannot be read."""
    return folder_modules(*(file for text in estate.policies for file in _named(folder, text)))


def _named(folder: Path, text: str) -> tuple[Path, ...]:
    found = tuple(documents(folder, text))
    if not found:
        why = (
            t("The estate names the policy {path}, which is not there.", path=legible(text))
            if _WILD.isdisjoint(text)
            else t("The estate names the policies {path}, and there is none.", path=legible(text))
        )
        raise UserError(
            why, t("Nothing is changed without the policies that the estate names: correct the file or the estate.")
        )
    return found


def folder_modules(*places: Path) -> tuple[PolicyModule, ...]:
    """Return the policies of files and folders (with what is below them); raise ``UserError``."""
    found = dict.fromkeys(file for place in places for file in _rego_files(place))
    if len(found) > _MOST_MODULES:
        raise UserError(
            t("There are {count} policies, more than {most}.", count=len(found), most=_MOST_MODULES),
            t("Join some of them: every change asks all of them."),
        )
    return tuple(_module(file) for file in found)


def _rego_files(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from sorted(one for one in place.rglob(f"*{SUFFIX}") if one.is_file())
    else:
        yield place


def _module(file: Path, *, shipped: bool = False) -> PolicyModule:
    try:
        content = read_regular(file, _MOST_BYTES)
        if len(content) > _MOST_BYTES:
            raise UserError(t("The policy {file} is larger than {size} KiB.", file=file, size=_MOST_BYTES >> 10))
        source = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise UserError(
            t("The policy {file} cannot be read: {why}.", file=file, why=why),
            t("Nothing is changed without the policies that the estate names: correct the file or the estate."),
        ) from error
    name = file.stem.replace("_", "-")
    return PolicyModule(name, source, file.name if shipped else str(file), file.with_suffix(".cases.json"), shipped)
