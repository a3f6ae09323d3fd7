"""Ways round a refusal: the same room another time, another room the same time, two rooms, or the front desk."""
