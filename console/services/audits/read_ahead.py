"""What a worker process does before several tasks: programs that start slowly read for all of them at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.audits.repository.checkout import Checkout
from console.audits.tools.read_together import read_together
from console.audits.tools.tool_run import end_tools
from console.kernel.errors import ConsoleError
from console.kernel.paths import private_folder
from console.services.audits.work_folder import work_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.audit.audit_name import AuditName
    from console.domain.audit.audit_task import AuditTask

_MOST_PACKED = 16 << 20


def read_ahead(tasks: Sequence[AuditTask], cache: str, now_s: float) -> None:
    """Keep what the programs say about the small repositories among the tasks' where their audits look for it.

    Nothing is lost when it fails: audits ask the programs themselves.
    """
    with work_folder(Path(cache) / "work") as folder:
        kept = private_folder(Path(cache) / "tools")
        wanted: dict[tuple[str, str], set[AuditName]] = {}
        for one in tasks:
            if _is_small(Path(one.clone)):
                wanted.setdefault((one.clone, one.commit), set()).update(one.audits)
        audits = {str(number): named for number, named in enumerate(wanted.values())}
        checkouts = {
            key: Checkout(Path(clone), commit, folder / key, now_s=now_s, cache=kept)
            for key, (clone, commit) in zip(audits, wanted, strict=True)
        }
        for key in checkouts:
            (folder / key).mkdir()
        try:
            read_together(checkouts, folder, audits)
        except (ConsoleError, OSError):
            return
        finally:
            end_tools()


def _is_small(clone: Path) -> bool:
    """Return whether a clone is small and borrows nothing from another one."""
    objects = clone / "objects"
    if (objects / "info" / "alternates").exists():
        return False
    return sum(one.stat().st_size for one in objects.glob("pack/*.pack")) <= _MOST_PACKED
