"""The promises of the house, by feature; start at cast.py and conftest.py."""
