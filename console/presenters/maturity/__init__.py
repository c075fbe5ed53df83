"""Maturity as rows: what each criterion asks for, and what it was judged by."""
