"""The Rollouts page: runs over cells, and the gradual releases of clusters and edge."""
