"""What a connection sees, topic by topic: one file per kind of row, ending in ``INVENTORIES.add(...)``."""
