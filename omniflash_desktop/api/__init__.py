"""The only package that speaks HTTP to the service. Its reader of the wire is tolerant."""
