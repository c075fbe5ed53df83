"""The metric series of the lab: one definition for the live exposition and for the history."""
