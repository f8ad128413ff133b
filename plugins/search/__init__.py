"""Search: analysis by folded characters, the Whoosh index, the query language, results, and the web service."""
