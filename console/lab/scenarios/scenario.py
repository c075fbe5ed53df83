"""What a scenario of the lab is."""

from collections.abc import Mapping
from typing import Protocol

from console.kernel.registry import Registry
from console.lab.edge.edge_account import EdgeAccount
from console.lab.scenarios.server_faults import ServerFaults
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.simulator.controls import Faults
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.estate_state import EstateState


class ScenarioWorld(Protocol):
    """What scenarios may touch: the cluster's objects, the edge, what is broken in the world, the servers.

    `places` says where things of the lab are: addresses by connection, the folder `tokens`, the account's number.
    `doomed_audits` counts workers of audit Jobs that are going to be killed at work.
    """

    doomed_audits: int
    faults: Faults
    store: ObjectStore
    edge: EdgeAccount
    server_faults: ServerFaults | None
    places: Mapping[str, str]

    @property
    def blueprint(self) -> EstateBlueprint:
        """The estate as built."""

    @property
    def state(self) -> EstateState:
        """The state after the last step."""

    @property
    def now_s(self) -> float:
        """Real time of the last step."""


class Scenario(Protocol):
    """One fault that the lab can inject. Texts are in the current language; all calls are idempotent."""

    @property
    def key(self) -> str:
        """Stable identifier, as on the command line."""

    @property
    def runbook(self) -> str:
        """Key of the matching runbook."""

    def title(self) -> str:
        """Name for people."""

    def injects(self) -> str:
        """What it breaks."""

    def diagnosis(self) -> str:
        """What the console (or a person) should find."""

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """With which parameters the matching runbook heals it in this lab."""

    def inject(self, world: ScenarioWorld) -> None:
        """Break it. Raises ConsoleError when this estate has nothing to break."""

    def withdraw(self, world: ScenarioWorld) -> None:
        """End it: put back what the operator has not repaired."""

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """Whether the cause is repaired, or its effect on users is taken away."""


SCENARIOS: Registry[Scenario] = Registry("scenario")
