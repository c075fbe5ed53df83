"""Rollouts over several cells: the plan, the run of it, and what comes next."""
