"""Who the agencies are, who works there, and how a counselling service works with its own clients."""
