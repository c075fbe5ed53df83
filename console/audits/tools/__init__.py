"""The programs that analyse (spec/audits.md §5): each is run once per checkout, its answer read into rows."""
