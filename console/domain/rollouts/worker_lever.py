"""A Worker's gradual deployment: two versions share its calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.domain.rollouts.weight_lever import WeightLever

if TYPE_CHECKING:
    from console.domain.operation import Operation

_ALL = 100.0


class WorkerLever(WeightLever, frozen=True, tag="worker", forbid_unknown_fields=True):
    """Gives ``version`` the share, ``stable`` the rest of the calls of ``script``."""

    connection: str
    script: str
    version: str
    stable: str

    def forward(self, percent: float, *, is_first: bool) -> tuple[Operation, ...]:
        """Return the deployment of a share."""
        shares = ((self.version, percent), (self.stable, round(_ALL - percent, 4)))
        return (SetWorkerPercentages(self.connection, self.script, tuple(one for one in shares if one[1] > 0)),)
