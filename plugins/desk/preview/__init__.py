"""What only the preview shows: a page for each story that cannot be shown because of its faults, and the list of drafts."""
