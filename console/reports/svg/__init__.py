"""Charts as vector pictures: the one place where documents draw."""
