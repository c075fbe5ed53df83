"""Finders of likely trouble (G1.8): pure functions of what was audited."""
