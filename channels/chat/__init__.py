"""What a chat bot says: short messages, the shortest true answer first."""
