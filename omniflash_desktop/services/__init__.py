"""What the app does. Knows nothing of Qt, HTTP, SQLite, keyrings or codecs."""
