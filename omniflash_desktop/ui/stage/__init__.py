"""The middle of the window: the chosen clip, the running task, the failure, the welcome."""
