"""Values that an editor types in a text: found, held against the facts there are, and made facts of."""
