"""console.services."""
