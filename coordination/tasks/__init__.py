"""Tasks (úkol): an agreement between the plan and one named person, from the offer to the confirmed end."""
