"""The dialog in which a part of a video is chosen."""
