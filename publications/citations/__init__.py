"""How a publication is cited: in words, and for the programs that keep references."""
