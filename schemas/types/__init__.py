"""GraphQL types, one file per concept."""
