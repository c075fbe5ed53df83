"""Rollouts that take their template from a Deployment (proves C3)."""

from typing import Any

import pytest

from connectors.kubernetes.operations.set_image import ImagePerformer
from connectors.kubernetes.operations.undo_rollout import UndoPerformer
from console.domain.operations.set_image import SetImage
from console.domain.operations.undo_rollout import UndoRollout
from console.kernel.errors import ChangeRefused

PLACE = ("lab", "Rollout", "cell-tokyo", "edge")


@pytest.mark.anyio
@pytest.mark.parametrize("template", [{}, {"template": {}}])
async def test_a_template_is_changed_where_it_stands(template: dict[str, Any]) -> None:
    """With ``workloadRef`` there is nothing to patch: the server's answer was told as “keeps changing”."""
    spec = {"workloadRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, **template}
    content: Any = {"kind": "Rollout", "metadata": {"name": "edge"}, "spec": spec}
    with pytest.raises(ChangeRefused, match="are described in the Deployment web") as told:
        await ImagePerformer.__new__(ImagePerformer).draft(SetImage(*PLACE, "app", "app:2"), content)
    assert "Change the Deployment web instead." in str(told.value)
    with pytest.raises(ChangeRefused, match="are described in the Deployment web"):
        await UndoPerformer.__new__(UndoPerformer).draft(UndoRollout(*PLACE, 3), content)
