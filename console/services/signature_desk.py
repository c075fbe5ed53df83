"""Asking for second signatures and taking them in: on a change, or on the whole plan of a rollout."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.trail_event import TrailEvent
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t
from console.services.policy.exchange_folder import APPROVAL, REQUEST
from console.services.policy.operator_key import kind_of
from console.services.policy.plan_signature import APPROVAL as PLAN_APPROVAL
from console.services.policy.plan_signature import REQUEST as PLAN_REQUEST
from console.services.policy.plan_signature import PlanRequest, PlanSignature
from console.services.policy.second_signature import SignatureRequest
from console.services.policy.signature_keeping import keep_signature

if TYPE_CHECKING:
    from console.domain.change import Approval
    from console.services.policy.exchange_folder import ExchangeFolder
    from console.services.session import Session

_ROLLOUT = "rollout-"


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
        self._plans = PlanSignature(session.changes.signature.operator)

    async def request(self, subject: str) -> SignatureFile:
        """Return what asks for a signature on a saved change or on a rollout (its id)."""
        in_thread = self._session.runtime.in_thread
        if subject.startswith(_ROLLOUT):
            run = self._changes.rollouts.book.find(subject)
            text, connection, subject = await in_thread(self._plans.ask, run), "", run.id
        else:
            change = await self._changes.judge.judged(self._changes.service.book.find(subject))
            text = await in_thread(self._changes.signature.ask, change)
            connection, subject = change.target.connection, change.id
        self._session.trail.note(TrailEvent("approval.asked", subject, connection=connection))
        return SignatureFile(subject + REQUEST, text, f"Request {subject}")

    def read(self, text: str) -> SignatureRequest | PlanRequest:
        """Return what a file asks for."""
        return self._plans.read(text) if kind_of(text) == PLAN_REQUEST else self._changes.signature.read(text)

    def sign(self, request: SignatureRequest | PlanRequest) -> SignatureFile:
        """Return this operator's signature."""
        now_s = self._changes.service.book.now_s()
        if isinstance(request, PlanRequest):
            subject, proposer, connection = request.signed.rollout, request.signed.actor, ""
            text = self._plans.sign(request, now_s)
        else:
            change = request.change
            subject, proposer, connection = change.id, change.actor, change.target.connection
            text = self._changes.signature.sign(request, now_s)
        body = {"proposer": proposer}
        self._session.trail.note(TrailEvent("approval.given", subject, connection=connection, body=body))
        mark = self._changes.signature.operator.own().mark.hex()
        return SignatureFile(f"{subject}.{mark}{APPROVAL}", text, f"Signature on {subject}")

    def demand(self, request: SignatureRequest | PlanRequest) -> None:
        """Raise ``ChangeRefused`` when a request is not this operator's to sign."""
        if isinstance(request, PlanRequest):
            actor, subject = request.signed.actor, request.signed.rollout
        else:
            actor, subject = request.change.actor, request.change.id
        self._changes.signature.operator.demand_other(request.key, actor, subject)

    async def take(self, text: str, subject: str = "") -> tuple[str, Approval]:
        """Check a signature and keep it with the change or rollout that it is for; return the id of that too.

        With a ``subject`` (an id), one for anything else is refused.
        """
        meant = self._plans.run_of(text) if kind_of(text) == PLAN_APPROVAL else self._changes.signature.change_of(text)
        if subject and meant != subject:
            raise ChangeRefused(
                t("It was given for {other}, not for {id}.", other=repr(meant[:100]), id=subject),
                t("Choose the file with the signature of this one."),
            )
        if kind_of(text) == PLAN_APPROVAL:
            return await self._take_plan(text)
        book = self._changes.service.book
        change = book.find(self._changes.signature.change_of(text))
        take = self._changes.signature.take
        try:
            approval = await self._session.runtime.in_thread(take, change, text, book.now_s())
        except ChangeRefused as error:
            self._refused(change.id, error, change.target.connection)
            raise
        await keep_signature(book, change.id, approval)
        self._taken(change.id, approval, change.target.connection)
        return change.id, approval

    async def _take_plan(self, text: str) -> tuple[str, Approval]:
        rollouts = self._changes.rollouts
        run = rollouts.book.find(self._plans.run_of(text))
        try:
            approval = await self._session.runtime.in_thread(self._plans.take, run, text, rollouts.book.now_s())
        except ChangeRefused as error:
            self._refused(run.id, error)
            raise
        await rollouts.command.sign(run.id, approval)
        self._taken(run.id, approval)
        return run.id, approval

    def _taken(self, subject: str, approval: Approval, connection: str = "") -> None:
        body = {"signer": approval.actor}
        self._session.trail.note(TrailEvent("approval.taken", subject, connection=connection, body=body))

    def _refused(self, subject: str, error: ChangeRefused, connection: str = "") -> None:
        body = {"why": error.message}
        self._session.trail.note(TrailEvent("approval.refused", subject, connection=connection, body=body))

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
