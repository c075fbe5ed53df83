"""The ways of forecasting that a back-test chooses from."""
