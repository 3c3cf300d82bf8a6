"""Who may come in, and how they show who they are."""
