"""The list of all clips with their sections, search and filters."""
