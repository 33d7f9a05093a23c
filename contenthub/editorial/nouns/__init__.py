"""What editors keep that is no page: facts, notices, municipalities, and lists to look things up in."""
