"""Changes of what is broken in the world itself, one at a time."""

from dataclasses import replace

from console.lab.scenarios.scenario import ScenarioWorld


def with_newsletters(world: ScenarioWorld, cell: str, factor: float | None) -> None:
    """Multiply the newsletters that become due in a cell; None ends it."""
    factors = {name: value for name, value in world.faults.newsletter_factor.items() if name != cell}
    if factor is not None:
        factors[cell] = factor
    world.faults = replace(world.faults, newsletter_factor=factors)


def with_dark_region(world: ScenarioWorld, region: str, dark: bool) -> None:
    """Take a whole region away, or give it back."""
    regions = world.faults.dark_regions - {region}
    world.faults = replace(world.faults, dark_regions=regions | {region} if dark else regions)
