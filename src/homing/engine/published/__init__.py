"""Published models, one a file, as published; checked number by number against the papers' own code."""
