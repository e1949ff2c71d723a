"""The special procedure for abuse and neglect of a child (syndrom CAN): its checklist, its named people."""
