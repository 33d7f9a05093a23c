"""What an expert without an account sees of one version of one page, and where they say what they think of it."""
