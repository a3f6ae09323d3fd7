"""Grove, the member portal of a coworking space. Start reading at app.py."""
