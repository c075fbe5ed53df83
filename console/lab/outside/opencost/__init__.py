"""A cost service on loopback, fed by the simulator."""
