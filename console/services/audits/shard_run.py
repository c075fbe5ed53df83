"""One shard on a machine that has nothing yet: clone, audit, and the result as the bytes that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.audits.audit_rule import past_of
from console.audits.repository.partial_clone import clone_for
from console.audits.rule_time import RULE_TIME
from console.kernel.clone_login import CloneLogin
from console.kernel.errors import ConnectorError, ConsoleError, ErrorKind, UserError
from console.services.audits.audit_worker import audited

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.audit.audit_batch import AuditShard
    from console.ports.vault import SecretVault

SHARD_S = 180.0
"""What the audits of a shard may take; cloning has limits of its own."""
_MOST_MEMORY = 4 << 30
_MOST_FILE = 8 << 30
_FOR_EVER = frozenset({ErrorKind.AUTH, ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND, ErrorKind.REJECTED})


def run_shard(shard: AuditShard, cache: Path, vault: SecretVault, token: str = "", limit_s: float = SHARD_S) -> bytes:
    """Return the result as SARIF; ``token`` is the reference of what clones it (empty: everybody may read it).

    What the rules have not done after ``limit_s`` seconds is "not run" in it. Raises ``ConsoleError``.
    """
    task = shard.task
    login = CloneLogin(shard.user, vault.resolve(token)) if token else None
    named = tuple(filter(None, (task.commit, task.baseline)))
    clone = clone_for(task.source, cache / "clones", named, past_of(task.audits), login)
    for one in named:
        clone.commit(one)
    with RULE_TIME.within(limit_s):
        return audited(replace(task, clone=str(clone.folder)), cache, shard.now_s)


def is_for_ever(error: ConsoleError) -> bool:
    """Return whether trying again would not help: no such commit, no right to read it."""
    if isinstance(error, ConnectorError):
        return error.kind in _FOR_EVER
    return isinstance(error, UserError)


def bound_this_process() -> None:
    """Limit the memory and the files of this process and of all that it starts, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    wanted = {resource.RLIMIT_DATA: _MOST_MEMORY, resource.RLIMIT_FSIZE: _MOST_FILE, resource.RLIMIT_CORE: 0}
    for limit, most in wanted.items():
        hard = resource.getrlimit(limit)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (bound, bound))
