"""Papers as somebody drafts them: what is generated, what is edited, who approves which version."""
