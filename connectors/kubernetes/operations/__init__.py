"""What can be done to a cluster: one performer per kind of operation, all of them over ``ObjectPerformer``."""
