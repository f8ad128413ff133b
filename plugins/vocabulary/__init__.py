"""The editors' controlled words: the gazetteer of places, the thesaurus of roles, people and sources."""
