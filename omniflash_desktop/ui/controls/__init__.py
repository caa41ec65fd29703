"""The controls that every part of the window is built from."""
