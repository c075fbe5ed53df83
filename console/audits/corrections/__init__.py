"""Safe corrections (spec/audits.md §4): patches that are proven by another audit before anybody sees them."""
