"""The courses of a school: what is on its site now, and what its judge knows of them."""
