"""Game days: a fault at a hidden time, what the operator does about it, and how well that went."""
