"""Forecasting: reading the past of demand, and making outlooks of it in worker processes."""
