"""The lab's account at an edge provider: what is set there, what it does to the estate, and what it used."""
