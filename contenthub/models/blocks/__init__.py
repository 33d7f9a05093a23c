"""The building blocks of the editors' forms: what may stand in a field, and how it stays one thing per kind."""
