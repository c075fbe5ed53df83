"""The systems outside the cluster that a lab serves: one declaration per file, ending in ``LAB_SERVERS.add(...)``."""
