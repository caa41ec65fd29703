"""The dialogs about money and the queue: rules of sending, costs, and clips fetched by task ID."""
