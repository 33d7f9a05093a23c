"""What an editor has to do: on the first page of the admin, and by e-mail for who wants it."""
