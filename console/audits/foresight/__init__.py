"""What the history of a repository says about its files: stories, heat, ranking, and how well that did before."""
