"""The known faults, one file each, found through a registry."""
