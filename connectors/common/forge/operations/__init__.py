"""The operations on forges, the same for all of them: what differs is behind ``ForgeReader`` and ``ForgeWriter``."""
