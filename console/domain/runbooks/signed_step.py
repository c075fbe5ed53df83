"""What another operator signs of a run: one step that waits for consent, of one plan, once."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.canonical_json import canonical_json
from console.domain.runbooks.question import Asks
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.runbooks.runbook_run import RunbookRun


class SignedStep(msgspec.Struct, frozen=True):
    """The run (its id), who began it and why, the digest of its plan, and the step with its question.

    ``attempt`` counts from 1: consent to a step does not count for it once more.
    """

    run: str
    estate: str
    actor: str
    reason: str
    runbook: str
    plan: str
    step: str
    attempt: int
    question: str

    @staticmethod
    def of(run: RunbookRun) -> SignedStep | None:
        """Return what is signed of a run; ``None`` when it waits for nobody's consent."""
        now = run.present
        if now is None or now.question is None or now.question.asks is not Asks.APPROVE:
            return None
        return SignedStep(
            run.id, run.estate, run.actor, run.reason, run.runbook, run.plan_digest, now.name, now.attempt,
            now.question.text,
        )  # fmt: skip

    @property
    def subject(self) -> str:
        """Return the id of the run."""
        return self.run

    @property
    def lasts_s(self) -> float:
        """Return how long it lasts beside the hours of the estate's limits: a moment."""
        return 0.0

    @property
    def digest(self) -> str:
        """Return the SHA-256 (hexadecimal) of all that is signed."""
        return sha256(canonical_json(self.form()).encode("utf-8", "replace")).hexdigest()

    def form(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return dict(msgspec.to_builtins(self))


def read_signed_step(form: Mapping[str, Any]) -> SignedStep:
    """Return the step of a file; raise ``UserError`` when it is none."""
    try:
        return msgspec.convert(form, prepared(SignedStep))
    except (msgspec.ValidationError, ValueError, TypeError) as error:
        raise UserError(t("The signed step cannot be read: {why}.", why=error)) from error
