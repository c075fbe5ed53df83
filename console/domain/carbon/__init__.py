"""Carbon: intensity of grids, energy of workloads, the SCI score, and when and where batch work is greenest."""
