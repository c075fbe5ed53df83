"""The schema of the estate file, one pydantic model per part."""
