"""The task that a command line names: one commit, some audits, as a profile sees them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from console.audits.audit_run import known_audits
from console.audits.config_digest import config_digest
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import PROFILES, AuditProfile
from console.domain.audit.audit_task import AuditTask, task_id
from console.domain.audit.forge_facts import NOTHING_TOLD, ForgeFacts
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Sequence

_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{20}")
_MOST_BYTES = 4 << 20
Shape = TypeVar("Shape")


def named_task(
    source: str, commit: str, audits: Sequence[str], baseline: str, profile: str, facts: Path | None, task: str,
    now_s: float,
) -> AuditTask:  # fmt: skip
    """Return the task; ``profile`` is a key or a file, ``task`` its id (empty: made). Raises ``UserError``."""
    for one in filter(None, (commit, baseline)):
        if not _HASH.fullmatch(one):
            raise UserError(t("{name} is no full hash of a commit.", name=repr(one[:80])), t("Give all 40 letters."))
    known = {one.value for one in known_audits()}
    if wrong := set(audits) - known:
        raise UserError(
            t("There is no audit {name}.", name=repr(min(wrong))), t("Known: {names}.", names=", ".join(sorted(known)))
        )
    chosen = tuple(one for one in AuditName if one in known_audits() and (not audits or one.value in audits))
    found = PROFILES[profile] if profile in PROFILES else _read(Path(profile), AuditProfile)
    told = _read(facts, ForgeFacts) if facts is not None else NOTHING_TOLD
    if task and not _ID.fullmatch(task):
        raise UserError(t("{name} is no id of a task.", name=repr(task[:80])), t("It has 20 hexadecimal digits."))
    made = task or task_id(source, commit, chosen, config_digest(), now_s=now_s, extra=f"{profile} {baseline}")
    return AuditTask(made, source, source, "", commit, chosen, found, baseline, forge=told)


def _read(file: Path, shape: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(read_regular(file, _MOST_BYTES), type=prepared(shape))
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(
            t("{file} cannot be read: {why}.", file=file.name or ".", why=str(error)[:200]),
            t("Give JSON as Cell Console writes it."),
        ) from error
