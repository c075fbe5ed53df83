"""Asking for second signatures and taking them in: on a change, on all of a rollout, on a step of a runbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from console.domain.rollouts.signed_plan import SignedPlan
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t
from console.services.policy.exchange_folder import APPROVAL, REQUEST
from console.services.policy.operator_key import kind_of
from console.services.policy.plan_signature import APPROVAL as PLAN_APPROVAL
from console.services.policy.plan_signature import REQUEST as PLAN_REQUEST
from console.services.policy.plan_signature import PlanSignature
from console.services.policy.second_signature import SignatureRequest
from console.services.policy.signature_keeping import keep_signature
from console.services.policy.signing import SigningRequest
from console.services.policy.step_signature import APPROVAL as STEP_APPROVAL
from console.services.policy.step_signature import REQUEST as STEP_REQUEST
from console.services.policy.step_signature import StepSignature

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.change import Approval
    from console.services.policy.exchange_folder import ExchangeFolder
    from console.services.session import Session

_ROLLOUT, _RUN = "rollout-", "run-"


class SignatureFile(NamedTuple):
    """A file that goes to another operator: its ``name``, its ``text``, and what is said of it in Git."""

    name: str
    text: str
    message: str


class SignatureDesk:
    """Coroutines run on the I/O loop; ``read`` and ``sign`` block (keyring). All raise ``ConsoleError``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._changes = session.changes
        operator = session.changes.signature.operator
        self._plans, self._steps = PlanSignature(operator), StepSignature(operator)
        plans, steps = (PLAN_REQUEST, PLAN_APPROVAL), (STEP_REQUEST, STEP_APPROVAL)
        self._signings = dict.fromkeys(plans, self._plans) | dict.fromkeys(steps, self._steps)

    async def request(self, subject: str) -> SignatureFile:
        """Return what asks for a signature on a saved change, a rollout or a run that waits for consent (its id)."""
        subject, connection, text = await self._asked(subject)
        self._session.trail.note(TrailEvent("approval.asked", subject, connection=connection))
        return SignatureFile(subject + REQUEST, text, f"Request {subject}")

    async def _asked(self, subject: str) -> tuple[str, str, str]:
        in_thread = self._session.runtime.in_thread
        if subject.startswith(_ROLLOUT):
            rollout = self._changes.rollouts.book.find(subject)
            return rollout.id, "", await in_thread(self._plans.ask, rollout)
        if subject.startswith(_RUN):
            book = self._changes.runbooks.book
            await book.refresh()
            run = book.find(subject)
            return run.id, "", await in_thread(self._steps.ask, run)
        change = await self._changes.judge.judged(self._changes.service.book.find(subject))
        return change.id, change.target.connection, await in_thread(self._changes.signature.ask, change)

    def read(self, text: str) -> SignatureRequest | SigningRequest:
        """Return what a file asks for."""
        signing = self._signings.get(kind_of(text))
        return self._changes.signature.read(text) if signing is None else signing.read(text)

    def sign(self, request: SignatureRequest | SigningRequest) -> SignatureFile:
        """Return this operator's signature."""
        now_s = self._changes.service.book.now_s()
        proposer, subject = _proposed(request)
        if isinstance(request, SigningRequest):
            signing = self._plans if isinstance(request.signed, SignedPlan) else self._steps
            text, connection = signing.sign(request, now_s), ""
        else:
            text, connection = self._changes.signature.sign(request, now_s), request.change.target.connection
        body = {"proposer": proposer}
        self._session.trail.note(TrailEvent("approval.given", subject, connection=connection, body=body))
        mark = self._changes.signature.operator.own().mark.hex()
        return SignatureFile(f"{subject}.{mark}{APPROVAL}", text, f"Signature on {subject}")

    def demand(self, request: SignatureRequest | SigningRequest) -> None:
        """Raise ``ChangeRefused`` when a request is not this operator's to sign."""
        self._changes.signature.operator.demand_other(request.key, *_proposed(request))

    async def take(self, text: str, subject: str = "") -> tuple[str, Approval]:
        """Check a signature and keep it with what it is for; return the id of that too.

        With a ``subject`` (an id), one for anything else is refused.
        """
        kind = kind_of(text)
        signing = self._signings.get(kind)
        meant = signing.run_of(text) if signing is not None else self._changes.signature.change_of(text)
        if subject and meant != subject:
            raise ChangeRefused(
                t("It was given for {other}, not for {id}.", other=repr(meant[:100]), id=subject),
                t("Choose the file with the signature of this one."),
            )
        takers = {PLAN_APPROVAL: self._take_plan, STEP_APPROVAL: self._take_step}
        return await takers.get(kind, self._take_change)(meant, text)

    async def _take_change(self, meant: str, text: str) -> tuple[str, Approval]:
        book = self._changes.service.book
        change = book.find(meant)
        connection = change.target.connection
        approval = await self._checked(self._changes.signature.take, change, text, connection)
        await keep_signature(book, change.id, approval)
        return self._taken(change.id, approval, connection)

    async def _take_plan(self, meant: str, text: str) -> tuple[str, Approval]:
        rollouts = self._changes.rollouts
        run = rollouts.book.find(meant)
        approval = await self._checked(self._plans.take, run, text)
        await rollouts.command.sign(run.id, approval)
        return self._taken(run.id, approval)

    async def _take_step(self, meant: str, text: str) -> tuple[str, Approval]:
        runbooks = self._changes.runbooks
        await runbooks.book.refresh()
        run = runbooks.book.find(meant)
        approval = await self._checked(self._steps.take, run, text)
        name = await self._session.runtime.in_thread(self._steps.operator_of, approval, runbooks.book.now_s())
        await runbooks.command.sign(run.id, name, approval)
        return self._taken(run.id, approval)

    async def _checked(
        self, take: Callable[[Any, str, float], Approval], signed: Any, text: str, connection: str = ""
    ) -> Approval:
        now_s = self._changes.service.book.now_s()
        try:
            return await self._session.runtime.in_thread(take, signed, text, now_s)
        except ChangeRefused as error:
            body = {"why": error.message}
            self._session.trail.note(TrailEvent("approval.refused", signed.id, connection=connection, body=body))
            raise

    def _taken(self, subject: str, approval: Approval, connection: str = "") -> tuple[str, Approval]:
        body = {"signer": approval.actor}
        self._session.trail.note(TrailEvent("approval.taken", subject, connection=connection, body=body))
        return subject, approval

    async def fetch(self, exchange: ExchangeFolder, subject: str) -> None:
        """Take in the signatures on ``subject`` that lie in the exchange folder; ``UserError`` when there is none."""
        found = await self._session.runtime.in_thread(lambda: list(exchange.texts(APPROVAL)))
        texts = [text for name, text in found if name.split(".")[0] == subject]
        if not texts:
            raise UserError(
                t("No signature on {id} is in the exchange folder yet.", id=subject),
                t("Another operator signs it with: cell-console change approve FILE"),
            )
        for text in texts:
            await self.take(text, subject)


def _proposed(request: SignatureRequest | SigningRequest) -> tuple[str, str]:
    """Return who proposes what a request asks a signature for, and its id."""
    if isinstance(request, SigningRequest):
        return request.signed.actor, request.signed.subject
    return request.change.actor, request.change.id
