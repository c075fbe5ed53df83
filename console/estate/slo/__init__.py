"""Reading objectives from the documents of the field: OpenSLO v1 and Sloth v1."""
