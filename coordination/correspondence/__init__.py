"""Correspondence (pošta případů): letters that did not arrive or cannot leave, and addresses that have changed."""
