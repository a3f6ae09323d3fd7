"""The demo house: Grove at Mill Lane, full of people who do not exist, filled through the same actions as a real one.

Everything follows from the day it is filled: the same day gives the same house. Names, companies and addresses are made up.
"""
