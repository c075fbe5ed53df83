"""Changes of what is broken in the world itself, one at a time."""

from dataclasses import replace

from console.lab.scenarios.scenario import ScenarioWorld


def with_campaign(world: ScenarioWorld, cell: str, floor: float | None) -> None:
    """Send at least that share of what all workers of a cell can deliver; None ends it."""
    floors = {name: value for name, value in world.faults.newsletter_floor.items() if name != cell}
    if floor is not None:
        floors[cell] = floor
    world.faults = replace(world.faults, newsletter_floor=floors)


def with_dark_region(world: ScenarioWorld, region: str, dark: bool) -> None:
    """Take a whole region away, or give it back."""
    regions = world.faults.dark_regions - {region}
    world.faults = replace(world.faults, dark_regions=regions | {region} if dark else regions)
