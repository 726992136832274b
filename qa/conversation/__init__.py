"""Conversations: what was said, what a message means after it, and answers about what was shown."""
