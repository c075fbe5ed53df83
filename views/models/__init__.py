"""The Models page: every edge model with its budget, learning, versions, words and vectors."""
