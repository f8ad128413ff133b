"""Review of conversions: what nobody decided in a story, decisions that are kept, what an upgrade would change."""
