"""The parts of the lab page."""
