"""The user's own bucket, over obstore: it puts a local video where the service can fetch it."""
