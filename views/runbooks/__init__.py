"""The parts of the runbooks page."""
