"""What connectors share: one HTTP policy and one mapping of failures."""
