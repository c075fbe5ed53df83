"""Bills in the FOCUS format: what a file must look like, and what is taken from it."""
