"""Rows: what the API writes, decoded by msgspec structs that name only the fields needed, as flat domain rows."""
