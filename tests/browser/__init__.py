"""What a person does, in a real Chromium, against the real app with a real encrypted vault."""
