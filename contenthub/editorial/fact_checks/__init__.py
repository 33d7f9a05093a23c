"""Where editors ask an expert to check a text, and read what the expert says."""
