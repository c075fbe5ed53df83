"""An Argo Rollout of one cell: its canary is held at the weight of each stage by its own steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.operations.set_image import SetImage
from console.domain.operations.set_rollout_steps import SetRolloutSteps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.operation import Operation

_ALL = 100


def argo_share(percent: float) -> int:
    """Return a share above 0 as Argo takes it: whole percents, of which only everybody is rounded to everybody."""
    return _ALL if percent >= _ALL else min(_ALL - 1, max(1, round(percent)))


class ArgoLever(msgspec.Struct, frozen=True, tag="argo", tag_field="kind", forbid_unknown_fields=True):
    """Releases ``image`` in ``container`` of the Rollout; its own steps are put back when it is done."""

    connection: str
    namespace: str
    name: str
    container: str
    image: str

    def forward(self, percent: float, *, is_first: bool) -> tuple[Operation, ...]:
        """Return what gives the new image a share of the requests (whole percents: what Argo takes)."""
        share = argo_share(percent)
        steps: tuple[dict[str, Any], ...] = () if share >= _ALL else ({"setWeight": share}, {"pause": {}})
        hold = SetRolloutSteps(self.connection, self.namespace, self.name, steps)
        return (hold, self._release()) if is_first else (hold,)

    def _release(self) -> SetImage:
        return SetImage(self.connection, "Rollout", self.namespace, self.name, self.container, self.image)

    def closing(self, before: Mapping[str, Operation]) -> tuple[Operation, ...]:
        """Return what ends it when everybody has the new image."""
        return tuple(before[key] for key in (SetRolloutSteps.key,) if key in before)

    def back(self, before: Mapping[str, Operation], *, is_closed: bool) -> tuple[Operation | None, ...]:
        """Return what restores the image of before; ``None``: wait until everybody has it.

        A canary on its way ends with the old image alone: taking its steps away before would give it to everybody.
        Only where everybody has it and the own steps are back, they would hold up the way back too.
        """
        if SetImage.key not in before:
            return self.closing(before)
        at_once = (SetRolloutSteps(self.connection, self.namespace, self.name, ()),) if is_closed else ()
        return (*at_once, before[SetImage.key], None, *self.closing(before))
