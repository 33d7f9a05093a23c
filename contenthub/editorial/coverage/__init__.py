"""What can be answered in a municipality: life events by items, languages, channels and sections."""
