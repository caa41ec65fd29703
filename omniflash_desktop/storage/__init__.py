"""What the app keeps on disk: the library, the clips, the settings, and where they lie."""
