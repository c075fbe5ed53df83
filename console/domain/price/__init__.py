"""Price books, and what use costs by them."""
