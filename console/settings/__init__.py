"""console.settings."""
