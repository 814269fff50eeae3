// seeded generator
