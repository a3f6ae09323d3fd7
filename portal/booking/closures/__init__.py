"""Days on which a house stays closed: typed in as a day or a stretch of days, or taken from the public holidays.

Holidays are only ever proposed; a person switches each one on. What is booked on a closed day is listed with it, and
stands until somebody has talked to whoever booked.
"""
