"""A repository as the rules see it: files, history and facts of one commit, read without executing anything of it."""
