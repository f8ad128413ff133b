"""A new story by question and answer: each answer is checked as it is given, names are completed, and a draft is written."""
