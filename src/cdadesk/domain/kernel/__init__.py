"""What every entity is made of: kinds of field, records, money, partial dates, findings and troubles."""
