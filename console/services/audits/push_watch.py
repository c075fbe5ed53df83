"""Watching projects for pushes, by polling their heads or by webhooks; each becomes an order, or a reason."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from console.audits.audit_rule import past_of
from console.audits.impact.impact_reading import read_dependants, read_impact
from console.audits.repository.partial_clone import clone_for
from console.audits.repository.remote_head import remote_head
from console.kernel.errors import ConsoleError, UserError
from console.kernel.gathered import gathered
from console.kernel.i18n import t
from console.services.audits.audit_order import order_login
from console.store.audits.audit_book import AuditBook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from console.audits.repository.bare_clone import BareClone
    from console.domain.audit.push_impact import PushImpact
    from console.domain.webhook.push import PushReceived
    from console.kernel.runtime import Runtime
    from console.ports.vault import SecretVault
    from console.services.audits.audit_order import AuditOrder
    from console.services.audits.audit_places import AuditPlaces

_AT_ONCE = 8


class PushPlan(NamedTuple):
    """``order`` audits what was pushed against what was audited before; ``why_not`` says why nothing is to be done.

    ``impact`` is None when the repository was not looked into, which is the bare ``clone``.
    """

    order: AuditOrder
    impact: PushImpact | None
    why_not: str = ""
    clone: Path | None = None

    def dependants(self) -> tuple[str, ...]:
        """Return the files that import what was pushed; blocks. What cannot be read its audit tells of."""
        if self.impact is None or self.clone is None or not self.impact.before or self.why_not:
            return ()
        try:
            return read_dependants(self.clone, self.impact.before, self.impact.after)
        except ConsoleError:
            return ()


class PushWatch:
    """Use it from the I/O loop; what blocks runs in threads, at most eight at once. Nothing is raised.

    ``orders`` are the projects that are watched, as they are audited in full; ``place_of`` names the connection and
    the path of a project's repository, to which webhooks belong.
    """

    def __init__(
        self,
        runtime: Runtime,
        places: AuditPlaces,
        orders: Sequence[AuditOrder],
        place_of: Callable[[str], tuple[str, str]],
        vault: Callable[[], SecretVault | None],
    ) -> None:
        self._runtime, self._places, self._vault = runtime, places, vault
        self._orders = {one.project: one for one in orders}
        self._place_of = place_of
        self._asking = asyncio.Semaphore(_AT_ONCE)

    async def round(self, *, known_only: bool = False) -> tuple[PushPlan, ...]:
        """Ask every project's head once and return a plan for each whose head was not audited yet, or is in trouble.

        ``known_only`` leaves out what was never audited.
        """
        asked = (self._in_thread(self._polled, one, known_only) for one in self._orders.values())
        plans = await gathered(*asked)
        return tuple(one for one in plans if one is not None)

    async def take(self, push: PushReceived, *, known_only: bool = False) -> tuple[PushPlan, ...]:
        """Return the plans for what a webhook told; a repository that is no project of the estate has none.

        ``known_only`` leaves out what was never audited.
        """
        told = (push.connection, push.repository.lower())
        there = []
        for one in self._orders.values():
            connection, path = self._place_of(one.project)
            if (connection, path.lower()) == told:  # no forge tells letters apart by case
                there.append(one)
        plans = [await self._in_thread(self._told, one, push, known_only) for one in there]
        return tuple(one for one in plans if one is not None)

    async def _in_thread(self, work: Callable[..., PushPlan | None], *arguments: object) -> PushPlan | None:
        async with self._asking:
            return await self._runtime.in_thread(work, *arguments)

    def _polled(self, order: AuditOrder, known_only: bool) -> PushPlan | None:
        last = _audited(self._places, order)
        if known_only and not last:
            return None
        try:
            head = remote_head(order.source, order.revision, order_login(order, self._vault()))
            if head == last:
                return None
            return plan_push(self._places, order, self._vault())
        except ConsoleError as error:
            return PushPlan(order, None, str(error))

    def _told(self, order: AuditOrder, push: PushReceived, known_only: bool) -> PushPlan | None:
        if known_only and not _audited(self._places, order):
            return None
        if not push.after:
            return PushPlan(order, None, t("The branch {branch} was deleted.", branch=push.branch))
        if order.revision and push.branch != order.revision:
            return PushPlan(order, None, t("{branch} is not the branch that is audited.", branch=push.branch))
        try:
            return plan_push(self._places, order, self._vault())
        except ConsoleError as error:
            return PushPlan(order, None, str(error))


def plan_push(
    places: AuditPlaces, order: AuditOrder, vault: SecretVault | None, *, before: str = "", after: str = ""
) -> PushPlan:
    """Fetch, and return what lies between two commits as an order; blocks, raises ``ConsoleError``.

    ``before`` is by default the commit of the branch that was audited last, ``after`` the branch's head. A ``before``
    that is gone (a forced push) leaves nothing known: everything is audited.
    """
    wanted, last = after or order.revision, before or _audited(places, order)
    clone, earlier, now = _cloned(places, order, vault, wanted, last)
    impact = read_impact(clone.folder, earlier, now)
    if not impact.is_needed:
        return PushPlan(order, impact, t("{commit} was audited already.", commit=now[:12]))
    order = replace(order, commit=after, baseline=earlier, fetched=now)
    return PushPlan(order, impact, clone=clone.folder)


def _cloned(
    places: AuditPlaces, order: AuditOrder, vault: SecretVault | None, wanted: str, last: str
) -> tuple[BareClone, str, str]:
    """Return the clone with two commits, the earlier one (empty when it is gone), and the one that is wanted."""
    cache, login, past = places.cache / "clones", order_login(order, vault), past_of(order.audits)
    if last.strip("0"):
        with suppress(UserError):
            clone = clone_for(order.source, cache, (wanted, last), past, login)
            earlier, now = clone.commits(last, wanted)
            return clone, earlier, now
    clone = clone_for(order.source, cache, (wanted,), past, login)
    return clone, "", clone.commit(wanted)


def _audited(places: AuditPlaces, order: AuditOrder) -> str:
    known = [one.commit for one in AuditBook(places.book).records(order.project) if one.branch == order.revision]
    return next((one for one in reversed(known) if one), "")
