// Apportionment
