"""console.lab."""
