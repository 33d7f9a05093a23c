"""What an organisation has made of every generic item, and what it still has to do: the page "Onze invulling"."""
