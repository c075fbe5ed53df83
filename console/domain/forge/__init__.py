"""What git forges know of repositories, in one vocabulary for all. Times are unix seconds (``None``: unknown)."""
