"""What can be done in the window: each thing once, with its words, icon, keys and menu."""
