"""The companion: accounts, classes and what learners did, kept on this computer."""
