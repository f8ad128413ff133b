"""The Story: its front matter, its Markdown, its dates, its two editions; and its faults, with file, line and column."""
