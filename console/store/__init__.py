"""The state of the program and the only way to change it."""
