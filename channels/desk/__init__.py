"""Screens for people who look at answers; the only room of `channels` that knows Django."""
