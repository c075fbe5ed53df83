"""The scaling pipeline as rows: its stages, the calendar, the playbooks."""
