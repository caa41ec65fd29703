"""Pictures and clips, read and made in worker processes."""
