"""The stand-alone verifier of the trail, and what goes with an export."""
