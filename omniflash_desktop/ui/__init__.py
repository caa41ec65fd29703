"""The window: Qt widgets, models, delegates, the theme, and the words for problems."""
