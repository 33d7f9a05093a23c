"""People who sign in: by the organisation's OpenID provider, or by password and one-time code."""
