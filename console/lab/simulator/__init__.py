"""Pure, deterministic simulator of the lab estate: (seed, scenario, time) to estate state."""
