"""The estate file: what one team runs, as data."""
