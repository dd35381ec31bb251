"""What caseworkers read: the queue's search and pages, and one filing from its frozen content. Admin and API both ask here."""
