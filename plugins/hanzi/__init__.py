"""Chinese characters: fold, convert between scripts, protect names. Knows nothing of stories or of Pelican."""
