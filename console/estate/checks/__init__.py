"""The rules between the parts of an estate, one file per rule."""
