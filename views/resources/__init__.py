"""Parts of the Resources page: kinds, lists, one object, logs, port-forwards."""
