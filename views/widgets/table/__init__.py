"""The data table: own model, sorted and filtered behind an index."""
