"""A Bitbucket Cloud on loopback: its REST API 2.0 and git over smart HTTP."""
