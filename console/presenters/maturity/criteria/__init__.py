"""The criteria of maturity, one module per level."""
