print("imcat")
