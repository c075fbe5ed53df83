"""How much a cell can carry, how much it will have to, and when that is no longer enough (L4.3)."""
