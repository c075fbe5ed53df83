"""What stands at the edge: zones, Workers, their stores, rate limits, load balancers and what they use."""
