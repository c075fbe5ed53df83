"""Operations, one file each, ending in ``OPERATIONS.add(...)``."""
