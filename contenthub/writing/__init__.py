"""From what an editor wrote to the tree that channels say: sanitising, HTML, Markdown."""
