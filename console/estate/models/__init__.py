"""Documents about edge models: what their makers measured and exported."""
