"""Python packages that courses import: finds their wheels, checks them, and puts them on the site."""
