"""Dashboard models in files of the estate."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_MOST_BYTES = 8 << 20
_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class DashboardFile:
    """A model as it stands in its file; ``digest`` changes with the file."""

    uid: str
    model: dict[str, Any]
    digest: str


def read_dashboard(folder: Path, name: str) -> DashboardFile:
    """Return the model of a file inside ``folder``; raise ``ChangeRefused`` when it is none. Blocks."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise _refusal(name, t("it lies outside the estate's folder"))
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise _refusal(name, error.strerror or type(error).__name__) from None
    if len(content) > _MOST_BYTES:
        raise _refusal(name, t("it is larger than {size} MiB", size=_MOST_BYTES >> 20))
    try:
        model = msgspec.json.decode(content, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _refusal(name, str(error)) from None
    uid, title = model.get("uid"), model.get("title")
    if not isinstance(title, str) or not title.strip() or not isinstance(uid, str) or not _UID.fullmatch(uid):
        raise _refusal(name, t("a dashboard needs a title and a uid of letters, digits, - and _"))
    return DashboardFile(uid, model, hashlib.sha256(content).hexdigest()[:16])


def _refusal(name: str, why: str) -> ChangeRefused:
    return ChangeRefused(
        t("The dashboard {file} cannot be uploaded: {why}.", file=name, why=why.rstrip(".")),
        t("Name a dashboard's JSON model inside the estate's folder."),
    )
