import platform

print(f"Hello from Python {platform.python_version()}!")
for n in range(1, 4):
    print(f"{n} squared is {n * n}")
