"""The Cost page: what is spent, what it comes to, and what would save money."""
