"""What the Audits page shows: projects, their health, what runs, findings, insights."""
