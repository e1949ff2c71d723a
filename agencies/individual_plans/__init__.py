"""Individual plans (individuální plán): a long-term need, the plan that answers it, its versions, reviews and end."""
