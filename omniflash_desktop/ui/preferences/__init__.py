"""The preferences: one dialog, a page for each subject, every change applied at once."""
