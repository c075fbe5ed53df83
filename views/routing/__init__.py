"""The page Routing & quotas: weights, limits, quotas, switches, and what changing them would have done."""
