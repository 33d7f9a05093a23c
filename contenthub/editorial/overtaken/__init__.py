"""What happens when somebody saves a page of which there is a newer version than the one they opened."""
