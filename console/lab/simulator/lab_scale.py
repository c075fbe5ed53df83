"""Size of the simulated estate."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabScale:
    """How large the lab is.

    `pods` is a lower bound at the quietest hour (autoscalers add to it), `nodes` and `cells` are exact.
    Raises ValueError with a sentence for a size that cannot exist.
    """

    nodes: int = 8
    pods: int = 130
    cells: int = 6

    def __post_init__(self) -> None:
        for name, value, least, most in (
            ("nodes", self.nodes, 1, 5_000),
            ("pods", self.pods, 1, 200_000),
            ("cells", self.cells, 1, 200),
        ):
            if not least <= value <= most:
                raise ValueError(f"the lab needs between {least} and {most} {name}, not {value}")
