"""Taking down: a story withdrawn, a name or passage redacted, every trace of it removed. :mod:`.withdraw` is where to begin."""
