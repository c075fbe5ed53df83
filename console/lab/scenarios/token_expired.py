"""The token of a connection has expired; a new one has been issued, but is not in its place yet."""

from collections.abc import Mapping
from dataclasses import replace

from console.kernel.i18n import t
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.simulator.estate_state import EstateState

_SERVER = "lab-grafana"


class TokenExpired:
    """Grafana refuses the token that the estate refers to."""

    key = "token-expired"
    runbook = "token-rotation"

    def title(self) -> str:
        """Name for people."""
        return t("Expired token")

    def injects(self) -> str:
        """What it breaks."""
        return t("The lab's Grafana refuses the token in tokens/lab-grafana and takes only that in lab-grafana.new.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The connection lab-grafana is refused with 401 while all others work: its token has expired. Put the new"
            " one where the estate's reference points; the console reads it again by itself."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        file = f"{world.places.get('tokens', '')}/{_SERVER}"
        return {
            "connection": _SERVER,
            "check_url": f"{world.places.get(_SERVER, '')}/api/folders",
            "old_token": f"file:{file}",
            "new_token": f"file:{file}.new",
            "token_file": file,
        }

    def inject(self, world: ScenarioWorld) -> None:
        """Let it expire."""
        world.faults = replace(world.faults, expired_tokens=frozenset((_SERVER,)), renewed_tokens=frozenset())

    def withdraw(self, world: ScenarioWorld) -> None:
        """Let the old token open again."""
        world.faults = replace(world.faults, expired_tokens=frozenset(), renewed_tokens=frozenset())

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """Somebody has come with the new token."""
        return _SERVER in world.faults.renewed_tokens


SCENARIOS.add(TokenExpired())
