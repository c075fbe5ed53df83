"""What a diagnosis says: the fault, where, how bad, what proves it, and which changes would mend it."""

from dataclasses import dataclass

from console.domain.diagnosis.proof import Proof
from console.domain.health import Health
from console.domain.operation import Operation


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A fault that was found; ``variant`` tells its cause apart where a fault has several.

    ``cells`` are concerned, worst hit first; ``subjects`` are the names that its sentence needs.
    ``remedies`` only propose: each is an operation for the change engine. ``since_s`` is unix seconds where known.
    """

    fault: str
    health: Health
    cells: tuple[str, ...]
    proofs: tuple[Proof, ...]
    variant: str = ""
    subjects: tuple[str, ...] = ()
    remedies: tuple[Operation, ...] = ()
    since_s: float | None = None
