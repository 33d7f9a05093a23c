"""What a screen in the hall shows: a title, few large lines, and a code to read on."""
