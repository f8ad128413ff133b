"""How a story becomes an archive: one folder a room.

hanzi and vocabulary are the ground floor; stories stands on them; pages and search stand on stories. archive is
the incremental engine and knows no Chinese. Only ``plugins.site`` composes the rooms. ARCHITECTURE.md has the tour.
"""
