"""Data and rules: what a generation is, what the service allows, what can go wrong."""
