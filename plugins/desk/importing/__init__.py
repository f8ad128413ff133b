"""Import: a messy article in, a draft out, with what it says of itself and how sure that is; or a refusal with its reason."""
