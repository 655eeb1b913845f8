"""Types of both versions compared: what differs, what it does to messages, and what proves it."""
