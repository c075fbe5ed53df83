"""Edge models: what they may use, how good they are, and what to do when they are not."""
