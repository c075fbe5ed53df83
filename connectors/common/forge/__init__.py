"""What the connectors of git forges share."""
