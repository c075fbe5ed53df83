"""Routing and quotas: what is configured, what is observed, what a change would have done."""
