"""What audits found, on disk: one object per task, and which objects belong to which project."""
