"""A cell with a rollout on its way, and a metric server that counts both of its arms."""

import re
from dataclasses import dataclass, field

import numpy as np

from console.domain.resource import Condition, ResourceRef
from console.domain.rollout import CanaryStep, Rollout, RolloutPause
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError
from console.ports.metric import Answer, Sample, Series
from tests.fakes.small_estate import ESTATE, NOW_S

HASH = "7c9"
SERVICES = [one.model_dump(mode="json") for one in ESTATE.cells[0].services]
PERSONALIZE = {"name": "personalize", "layer": "ai", "workload": "Rollout/personalize"}
CANARY_ESTATE = Estate.model_validate(
    ESTATE.model_dump(mode="json", exclude_unset=True)
    | {
        "cells": [
            one.model_dump(mode="json", exclude_unset=True) | {"services": [*SERVICES, PERSONALIZE]}
            for one in ESTATE.cells
        ]
    }
)


def rollout(
    *, current: str = HASH, step: int = 3, paused: bool = True, revision: str = "3", done_s: float = 0
) -> Rollout:
    """The rollout of personalize in tokyo; ``done_s`` is when its last revision was completed (0: never)."""
    completed = (Condition("Completed", "True", changed_at_s=done_s),) if done_s else ()
    return Rollout(
        ref=ResourceRef("main", "Rollout", "cell-tokyo", "personalize", "argoproj.io"),
        labels=(("cell", "tokyo"),),
        strategy="Canary",
        phase="Paused",
        message="",
        images=("registry/personalize:2",),
        revision=revision,
        steps=(CanaryStep("setWeight", 5), CanaryStep("pause"), CanaryStep("setWeight", 25), CanaryStep("pause")),
        step=step,
        weight=25,
        live_weight=25,
        stable_hash="5b1",
        current_hash=current,
        desired=4,
        updated=1,
        available=4,
        paused=False,
        controller_pause=paused,
        pauses=(RolloutPause("CanaryPauseStep", NOW_S),) if paused else (),
        aborted=False,
        aborted_at_s=None,
        promote_full=False,
        conditions=completed,
    )


@dataclass
class CountedArms:
    """A metric server: 950 requests a minute of the baseline, 50 of the canary, which began ``minutes`` ago.

    For ``alone`` minutes nothing has asked the baseline any more; its series are gone when it ``is_gone``.
    """

    minutes: int = 30
    failed: float = 0.08
    failed_before: float = 0.005
    error: ConnectorError | None = None
    shortest_s: float = 60.0
    gap: range = field(default_factory=lambda: range(0))
    asked: list[str] = field(default_factory=list)
    alone: int = 0
    is_gone: bool = False

    async def query(self, promql: str, at_s: float | None = None) -> tuple[Sample, ...]:
        """Nothing is asked for at one moment."""
        raise AssertionError(promql)

    async def query_range(self, promql: str, start_s: float, end_s: float, step_s: float) -> Answer:
        """Return the counts per minute."""
        self.asked.append(promql)
        if self.error is not None:
            raise self.error
        if step_s < self.shortest_s:
            return Answer(())  # it scrapes too seldom to tell
        times = np.arange(start_s, end_s + 1, step_s)
        is_canary = f'="{HASH}"' in promql and f'!="{HASH}"' not in promql
        ages = np.round((end_s - times) / step_s)
        there = (ages < self.minutes) & ~np.isin(ages, list(self.gap)) if is_canary else np.full(len(times), True)
        asked = np.where(is_canary | (ages >= self.alone), 1.0, 0.0)
        there &= (asked > 0) | (not self.is_gone)
        each = 50.0 if is_canary else 950.0
        if "_bucket" in promql:
            shares = {"0.1": 0.5, "0.2": 0.92, "0.4": 0.99, "+Inf": 1.0}
            return Answer(
                tuple(Series({"le": le}, times[there], asked[there] * each * one) for le, one in shares.items())
            )
        if re.search(r'code=~"5\.\."', promql):
            each *= self.failed if is_canary else self.failed_before
        return Answer((Series({}, times[there], asked[there] * each),))
