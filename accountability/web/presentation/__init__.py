"""How facts look to people: numbers, dates, words, badges and charts. Knows no model and reads no clock."""
