"""What an agent says on the phone, and what a voice system says for them."""
