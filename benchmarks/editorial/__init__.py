"""The admin at the size of a whole country's texts: 2,000 generic items and 20 organisations with versions of their own."""
