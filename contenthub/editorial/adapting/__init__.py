"""The generic text, what we make of it, and what comes of both, side by side; and what to do where the source has changed."""
