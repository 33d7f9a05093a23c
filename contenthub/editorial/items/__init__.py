"""The list of products, questions, life events and local versions that an editor may see."""
