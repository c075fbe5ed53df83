"""Service level objectives: what is promised, how it is measured, and the rules that watch it."""
