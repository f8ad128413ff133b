"""Every command, thin: parse, call a room, print. ``tasks.py`` collects them."""
