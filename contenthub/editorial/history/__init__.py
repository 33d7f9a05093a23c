"""What was said of an item through time, and a statement of it that can be printed."""
