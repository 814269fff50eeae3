print("zhibiao")
