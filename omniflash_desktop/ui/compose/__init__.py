"""The left panel: what is asked for."""
