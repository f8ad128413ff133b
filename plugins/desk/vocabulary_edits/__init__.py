"""Edits of the vocabulary: an entry added or renamed, with every story that names it; a story's id. :mod:`.plan` is where to begin."""
