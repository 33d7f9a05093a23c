"""Links in texts that lead nowhere: asked for at night, and told of when there is no doubt left."""
