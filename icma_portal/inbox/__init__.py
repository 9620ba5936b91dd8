"""What visitors write to ICMA, whatever it is about, and how staff answer it."""
