"""Services of carbon intensity on loopback, fed by the simulator's grids."""
