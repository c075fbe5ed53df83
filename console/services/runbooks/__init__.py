"""The engine that carries runbooks out: journaled, resumable, one console at a time."""
