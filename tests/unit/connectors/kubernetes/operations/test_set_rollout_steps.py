"""Steps of canaries are set in percent, or not at all (proves L7.5)."""

from typing import Any

import pytest

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.set_rollout_steps import RolloutStepsPerformer
from console.domain.operations.set_rollout_steps import SetRolloutSteps
from console.kernel.errors import ChangeRefused


async def drafted(steps: tuple[dict[str, Any], ...], **canary: Any) -> Draft:
    content: Any = {"spec": {"strategy": {"canary": {"steps": [{"setWeight": 1}], **canary}}}}
    operation = SetRolloutSteps("lab", "cell-tokyo", "web", steps)
    return await RolloutStepsPerformer.__new__(RolloutStepsPerformer).draft(operation, content)


@pytest.mark.anyio
async def test_a_router_that_counts_otherwise_is_not_given_percents() -> None:
    routing = {"trafficRouting": {"maxTrafficWeight": 1000}}
    with pytest.raises(ChangeRefused, match="are parts of 1000, not percent"):
        await drafted(({"setWeight": 5}, {"pause": {}}), **routing)
    everybody = await drafted((), **routing)
    assert everybody.edits  # everybody is everybody in any unit
    assert everybody.inverse is None
    assert (await drafted(({"setWeight": 5},), trafficRouting={"maxTrafficWeight": 100})).edits
