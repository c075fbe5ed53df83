"""Putting the audit desk of an open estate together: the places where its audits can run, and its teams."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from console.kernel.operator import operator
from console.ports.forge import ForgeReader
from console.services.audits.audit_desk import AuditDesk
from console.services.audits.audit_places import audit_places
from console.services.audits.beyond_lines import beyond_lines, connection_of
from console.services.audits.dispatched_line import LineParts
from console.services.audits.local_line import LocalLine
from console.services.audits.order_facts import OrderFacts
from console.services.audits.project_orders import project_orders, repository_places
from console.services.audits.project_registry import ProjectRegistry
from console.services.audits.push_follower import PushFollower
from console.services.audits.push_watch import PushWatch
from console.services.audits.team_desk import TeamDesk
from console.store.audits.order_shelf import OrderShelf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.paths import Paths
    from console.kernel.runtime import Runtime
    from console.ports.outside import Outside
    from console.ports.trail import Trail
    from console.ports.vault import SecretVault
    from console.services.audits.audit_line import AuditLine
    from console.services.audits.audit_order import AuditOrder
    from console.services.audits.audit_places import AuditPlaces
    from console.services.change_service import ChangeService


def made_audit_desk(
    runtime: Runtime,
    clock: Clock,
    paths: Paths,
    estate: Estate,
    estate_folder: Path,
    outside: Callable[[Path], Outside] | None,
    offered: Callable[[str, type[Any]], Any],
    trail: Trail,
    changes: Callable[[], ChangeService],
) -> AuditDesk:
    """Return the desk; secrets are resolved when a repository is cloned, relative to the estate's folder."""
    places, actor = audit_places(paths), operator()

    def vault() -> SecretVault | None:
        return outside(estate_folder).vault if outside is not None else None

    ask = OrderFacts(estate, offered).of
    beyond = LineParts(
        runtime, clock, places, vault, changes, offered, partial(connection_of, estate), OrderShelf(places.beyond), ask
    )
    lines: tuple[AuditLine, ...] = (LocalLine(runtime, clock, places, vault, ask), *beyond_lines(estate, beyond))

    def registry() -> ProjectRegistry | None:
        found = vault()
        if found is None:
            return None
        return ProjectRegistry(runtime, clock, estate, found, lambda key: offered(key, ForgeReader), estate_folder)

    team = TeamDesk(places, clock, actor, trail.note)
    desk = AuditDesk(runtime, clock, places, lines, team, registry, trail, actor)
    desk.pushes = _follower(runtime, places, estate, estate_folder, vault, desk)
    return desk


def _follower(
    runtime: Runtime,
    places: AuditPlaces,
    estate: Estate,
    folder: Path,
    vault: Callable[[], SecretVault | None],
    desk: AuditDesk,
) -> PushFollower:
    """Return what audits again what moved; a project whose audit runs already is left to it."""
    known = repository_places(estate)
    orders = project_orders(estate, folder=folder) if estate.projects else ()

    def begin(moved: Sequence[AuditOrder]) -> None:
        busy = {one.project for one in desk.live() if not one.is_over}
        fresh = [one for one in moved if one.project not in busy]
        if fresh:
            desk.trigger(fresh)

    watch = PushWatch(runtime, places, orders, lambda key: known.get(key, ("", "")), vault)
    return PushFollower(runtime, watch, begin)
