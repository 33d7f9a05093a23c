"""What goes out on paper: an answer as a letter, and the letter as a PDF."""
