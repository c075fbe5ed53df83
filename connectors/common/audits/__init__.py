"""What the places that run audits for the console share."""
