"""Orders: what somebody wants audited, and the tasks that it becomes."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from console.audits.audit_rule import past_of
from console.audits.audit_run import known_audits
from console.audits.config_digest import config_digest
from console.audits.repository.bare_clone import kept_clone
from console.audits.repository.git_reading import git_output
from console.audits.repository.partial_clone import clone_for
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import is_measured_code
from console.audits.repository.tracked_file import parse_tree
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE, AuditProfile
from console.domain.audit.audit_task import AuditTask, audit_groups, estimated_s, task_id
from console.domain.audit.forge_facts import NOTHING_TOLD, ForgeFacts, facts_digest
from console.kernel.clone_login import CloneLogin, CloneTrust
from console.kernel.errors import UserError
from console.store.audits.advisory_book import AdvisoryBook

if TYPE_CHECKING:
    from pathlib import Path

    from console.audits.repository.bare_clone import BareClone
    from console.ports.vault import SecretVault

ASK_FORGE = frozenset({AuditName.FLOW, AuditName.SERVANT})
"""The audits whose rules look at what a forge told."""
_MOST_SIZES = 1000
_SIZES: dict[Path, int] = {}  # bytes of code by clone, as last counted


class OrderLogin(msgspec.Struct, frozen=True):
    """Who clones: ``token`` is a reference that the vault resolves when git is started (empty: there is none)."""

    user: str
    token: str
    trust: CloneTrust = CloneTrust()

    def resolved(self, vault: SecretVault) -> CloneLogin:
        """Return it for git, with its secret."""
        return CloneLogin(self.user, vault.resolve(self.token) if self.token else None, self.trust)


class AuditOrder(msgspec.Struct, frozen=True):
    """``project`` is its name for people, ``source`` a folder or the address that git clones.

    Nothing named in ``audits`` means all. A higher ``priority`` goes first. ``forge`` is what the forge told before.
    ``team`` is whose dismissals and preferences count. ``runs_own_tools`` allows its own checkers to run.
    ``commit`` is audited in place of the revision's head. ``fetched`` is the commit when that, and the baseline, have
    just been fetched.
    """

    project: str
    source: str
    revision: str = ""
    baseline: str = ""
    audits: tuple[AuditName, ...] = ()
    profile: AuditProfile = OPEN_SOURCE
    priority: int = 0
    login: OrderLogin | None = None
    forge: ForgeFacts = NOTHING_TOLD
    team: str = ""
    runs_own_tools: bool = False
    fetched: str = ""
    commit: str = ""


class PlannedAudit(NamedTuple):
    """An order whose repository is here: its commit, and the tasks whose results together answer it."""

    order: AuditOrder
    commit: str
    baseline: str
    tasks: tuple[AuditTask, ...]


def order_login(order: AuditOrder, vault: SecretVault | None) -> CloneLogin | None:
    """Return how an order's repository lets git in; resolves its secret now."""
    if order.login is None or vault is None:
        return None
    return order.login.resolved(vault)


def plan_audit(
    order: AuditOrder, cache: Path, now_s: float, vault: SecretVault | None, advisories: Path | None = None
) -> PlannedAudit:
    """Clone or update, and make the tasks. Blocks; raises ``UserError`` or ``ConnectorError``.

    ``advisories`` is the folder of known vulnerabilities on this machine.
    """
    stamp = AdvisoryBook(advisories).stamp() if advisories is not None else ""
    clone, commit, baseline = _cloned(order, cache / "clones", vault)
    groups = tuple(audit_groups(order.audits or known_audits()))
    expected_s = estimated_s(_code_bytes(clone.folder, commit, is_pushed=bool(order.fetched))) / max(1, len(groups))
    tasks = tuple(
        AuditTask(
            task_id(
                order.source, commit, group, config_digest(), now_s=now_s, extra=_extra(order, group, baseline, stamp)
            ),
            order.project,
            order.source,
            str(clone.folder),
            commit,
            group,
            order.profile,
            baseline,
            expected_s,
            order.priority,
            _facts_for(order, group),
            str(advisories or ""),
            order.runs_own_tools,
        )
        for group in groups
    )
    return PlannedAudit(order, commit, baseline, tasks)


def _cloned(order: AuditOrder, cache: Path, vault: SecretVault | None) -> tuple[BareClone, str, str]:
    """Return the clone, the commit, and that of the baseline (empty: there is none)."""
    past = past_of(order.audits)
    if order.fetched:
        with suppress(UserError):  # the clone is gone again
            return kept_clone(order.source, cache, whole=past is PastContents.ALL), order.fetched, order.baseline
    wanted = order.commit or order.revision
    named = (wanted, *filter(None, (order.baseline,)))
    clone = clone_for(order.source, cache, named, past, order_login(order, vault))
    return clone, *_commits(clone, wanted, order.baseline)


def _commits(clone: BareClone, revision: str, baseline: str) -> tuple[str, str]:
    if not baseline:
        return clone.commit(revision), ""
    commit, earlier = clone.commits(revision, baseline)
    return commit, earlier


def _code_bytes(repository: Path, commit: str, *, is_pushed: bool) -> int:
    """Return how much code there is, for an estimate: after a push about as much as there was before."""
    known = _SIZES.pop(repository, None)
    if known is None or not is_pushed:
        listed = parse_tree(git_output(repository, "ls-tree", "-r", "-z", "-l", "--full-tree", commit))
        known = sum(one.size for one in listed if is_measured_code(one.path))
    _SIZES[repository] = known
    for oldest in tuple(_SIZES)[:-_MOST_SIZES]:
        _SIZES.pop(oldest, None)
    return known


def _facts_for(order: AuditOrder, group: tuple[AuditName, ...]) -> ForgeFacts:
    return order.forge if ASK_FORGE & set(group) else NOTHING_TOLD


def _extra(order: AuditOrder, group: tuple[AuditName, ...], baseline: str, stamp: str) -> str:
    facts = _facts_for(order, group)
    told = "" if facts == NOTHING_TOLD else facts_digest(facts)
    known = stamp if AuditName.SERVANT in group else ""
    own = order.runs_own_tools and AuditName.STRICT in group
    return json.dumps([msgspec.to_builtins(order.profile), baseline, told, known, own], sort_keys=True)
