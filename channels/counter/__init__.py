"""What the clerk at the counter has at hand: short lines, and what the visitor brings along."""
