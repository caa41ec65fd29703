"""Builds the objects, hands them to each other, and owns the process."""
