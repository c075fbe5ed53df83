"""What the lab's git forges have in common: projects, CI runs, issues, webhooks."""
