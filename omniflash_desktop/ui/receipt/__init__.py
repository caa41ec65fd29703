"""The upload receipt in the window: what will be sent, and what was sent."""
