"""Diagnoses (L2.3): known faults, found from evidence alone, one file each."""
