"""The child protection plan (individuální plán ochrany dítěte, IPOD): its day, and what the plan brings into it."""
