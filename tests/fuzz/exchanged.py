"""Reading the files that operators exchange, whatever somebody signs."""

import json
from functools import lru_cache
from pathlib import Path

from console.kernel.errors import ChangeRefused, UserError
from console.services.policy.operator_key import kind_of
from console.services.policy.plan_signature import APPROVAL as PLAN_APPROVAL
from console.services.policy.plan_signature import REQUEST as PLAN_REQUEST
from console.services.policy.plan_signature import PlanSignature
from tests.fakes.two_operators import NOW_S, TwoOperators, planned_change


@lru_cache(maxsize=1)
def _operators(folder: Path) -> TwoOperators:
    return TwoOperators(folder / "operators")


def read_exchanged(file: Path) -> object:
    """Read a file as each kind of those that are exchanged.

    ``{"kind": …, "says": {…}}`` is signed by Bob before, so that what he says is looked at and not only his signature.
    """
    text = file.read_bytes().decode("utf-8", "replace")
    operators = _operators(file.parent)
    try:
        plain = json.loads(text)
        text = operators.operator("bob").enveloped(str(plain["kind"]), "subject", dict(plain["says"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        pass  # read as it is
    kind = kind_of(text)
    plans = PlanSignature(operators.operator("ann"))
    if kind == PLAN_REQUEST:
        return plans.read(text)
    if kind == PLAN_APPROVAL:
        return plans.run_of(text)
    refused: list[str] = []
    for read in (
        operators.ann.read,
        operators.ann.change_of,
        lambda given: operators.ann.take(planned_change(), given, NOW_S),
    ):
        try:
            return read(text)
        except (ChangeRefused, UserError) as error:
            refused.append(str(error))
    raise UserError(" ".join(refused))
