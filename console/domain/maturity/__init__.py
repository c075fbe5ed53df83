"""How far the running of a cell is automated: L1 to L4, from evidence (L7.3)."""
