"""From the page to the registry: proposing projects, writing them into the estate file, planning webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.kernel.i18n import t
from console.presenters.audits.proposal_row import HookRow, ProposalRow, hook_row, proposal_row
from views.writable_estate import writable_estate

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from pathlib import Path
    from typing import Any

    from PySide6.QtWidgets import QWidget

    from console.services.audits.hook_plan import HookPlan
    from console.services.audits.project_registry import ProjectRegistry, RegistryProposal
    from views.audits.audit_work import AuditWork
    from views.page import PageContext

_MOST = 1000


class Registering(QObject):
    """``proposed`` carries rows, ``planned`` webhooks as rows, ``told`` a sentence."""

    proposed = Signal(object)
    planned = Signal(object)
    told = Signal(str)

    def __init__(self, context: PageContext, work: AuditWork, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._work = context, work
        self._plans: dict[str, HookPlan] = {}

    def propose_owned(self, connection: str, owner: str) -> None:
        """Ask a forge what an owner has, look at it, and propose projects."""
        self._propose(lambda registry: registry.owned(connection, owner, _MOST))

    def propose_listed(self, file: Path) -> None:
        """Propose the repositories of a file: an address a line, or CSV."""
        from console.services.audits.repository_list import read_list  # noqa: PLC0415

        runtime = self._context.session.runtime

        async def listed(registry: ProjectRegistry) -> Any:
            return await registry.listed(await runtime.in_thread(read_list, file))

        self._propose(listed)

    def _propose(self, candidates: Callable[[ProjectRegistry], Coroutine[Any, Any, Any]]) -> None:
        desk = self._work.desk
        registry = desk.registry() if desk is not None else None
        if registry is None:
            return
        self.told.emit(t("Asking for repositories …"))

        def seen(count: int) -> None:
            self._context.bridge.later(
                lambda: self.told.emit(t("{count} repositories looked at.", count=count)), owner=self
            )

        async def proposals() -> tuple[RegistryProposal, ...]:
            return await registry.proposals(await candidates(registry), seen=seen)

        self._work.run(proposals(), self._show, lambda error: self.told.emit(str(error)))

    def _show(self, found: Sequence[RegistryProposal]) -> None:
        rows = tuple(_row(one) for one in found)
        possible = sum(one.project is not None for one in rows)
        self.told.emit(t("{count} of {total} repositories can be added.", count=possible, total=len(rows)))
        self.proposed.emit(rows)

    def add(self, rows: Sequence[ProposalRow]) -> None:
        """Write projects into the estate file and open it anew."""
        from console.services.project_file import add_projects  # noqa: PLC0415 - pydantic

        opened = writable_estate(self._context)
        added = [one.project for one in rows if one.project is not None and one.is_taken]
        if opened is None or not added:
            return

        def done(_none: object) -> None:
            self.told.emit(t("{count} projects were added to {file}.", count=len(added), file=opened.file))
            self._context.estates.open_file(opened.file)

        self._work.behind(lambda: add_projects(opened.file, added), done)

    # --- webhooks -------------------------------------------------------------------------------------------------

    def plan_hooks(self) -> None:
        """Plan the webhooks of all projects; nothing is set up before somebody has confirmed it."""
        from console.services.audits.hook_plan import hook_plans  # noqa: PLC0415
        from console.services.webhooks.hook_target import hook_targets  # noqa: PLC0415
        from console.services.webhooks.path_token import path_token  # noqa: PLC0415
        from console.services.webhooks.webhook_address import addresses_of  # noqa: PLC0415

        session = self._context.session
        opened, port = session.open, self._context.preferences.settings.webhooks.port
        if opened is None:
            return

        def plan() -> tuple[HookPlan, ...]:
            addresses = addresses_of(hook_targets(opened.estate), path_token(session.paths), port)
            return hook_plans(opened.estate, opened.estate.projects, addresses)

        def done(plans: Sequence[HookPlan]) -> None:
            self._plans = {one.project: one for one in plans}
            self.planned.emit(tuple(_hook(one) for one in plans))

        self._work.behind(plan, done, lambda error: self.told.emit(str(error)))

    def set_up(self, row: HookRow) -> None:
        """Begin the change that sets the webhook of a project up."""
        plan = self._plans.get(row.project)
        if plan is not None and plan.operation is not None:
            self._context.changes.start(plan.operation)


def _row(one: RegistryProposal) -> ProposalRow:
    from console.presenters.registry_rows import setting_words, structure_words  # noqa: PLC0415

    proposal = one.proposal
    made_of = structure_words(one.structure) if one.structure is not None else one.trouble
    reasons = (proposal.why_not, proposal.reason, *(setting_words(setting) for setting in one.settings))
    return proposal_row(proposal.repository, proposal.project, made_of, reasons, is_known=proposal.is_known)


def _hook(plan: HookPlan) -> HookRow:
    return hook_row(plan.project, plan.operation.summary() if plan.operation is not None else "", plan.why_not)
