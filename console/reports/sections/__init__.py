"""One file per section of a review, each ending in a registration."""
