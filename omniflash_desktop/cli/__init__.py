"""The same app without a window. Never imports Qt."""
