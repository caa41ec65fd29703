"""Prompts that are used again: those that were sent, and those that the user has saved."""
