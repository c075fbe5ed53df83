"""The SLOs page: what was promised, what is left, and what another promise would mean."""
