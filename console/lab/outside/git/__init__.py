"""Real git repositories that the lab makes up, and serving them over smart HTTP."""
