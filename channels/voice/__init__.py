"""How text and facts are written and said, whatever the channel."""
