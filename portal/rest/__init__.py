"""What every call of the API has in common: how JSON is read, who may call, how a refusal is said."""
