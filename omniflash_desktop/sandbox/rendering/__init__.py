"""Renders clips, in a process of its own: no part of the server is imported here but limits."""
