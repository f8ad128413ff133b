"""The static index: what a browser needs to answer queries on a host without the service. docs/static-search.md."""
