"""Practice: steps, rituals, reassurance, trust, the cycle, spaces and what it all makes possible (S11 to S25)."""
