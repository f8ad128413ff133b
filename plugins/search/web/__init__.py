"""The parts of the web service: what it answers, and what keeps it up. ``plugins.search.service`` puts them together."""
