"""Proposals that save money, one file per kind; none applies itself."""
