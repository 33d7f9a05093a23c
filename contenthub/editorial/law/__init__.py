"""Watching the law: which texts cite what is about to change, and who still has to look."""
