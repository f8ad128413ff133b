"""Pictures: what one is, the forms that readers are sent, how a page shows it. Knows nothing of stories or of the engine."""
