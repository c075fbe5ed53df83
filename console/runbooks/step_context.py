"""What a step is carried out with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from console.domain.runbooks.run_plan import PlanStep, RunPlan
    from console.kernel.child_process import ChildProcess
    from console.runbooks.step_outside import StepOutside


@dataclass(frozen=True, slots=True)
class StepContext:
    """``write`` takes what the step tells (any text), ``folder`` is the run's own. In a dry run nothing is written
    outside. ``exported`` are variables that scripts of this run left for later ones, ``lost`` those of them (with the
    steps that left them) that went with another console; ``behind`` takes a process, and the file of its script, that
    goes on beside the steps.
    """

    step: PlanStep
    plan: RunPlan
    is_dry: bool
    outside: StepOutside
    write: Callable[[str], None]
    folder: Path
    exported: dict[str, str]
    behind: Callable[[ChildProcess, Path], None]
    lost: Mapping[str, str]
