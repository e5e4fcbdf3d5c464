# Puts a recovery key together from its shares, with nothing but Python 3.
# Run: python3 combine.py | python3 values.py .env.sealed    Type each share on a line of its own, and an empty line at the end.
import hashlib, sys

def mul(a, b):  # GF(256), x^8 + x^4 + x^3 + x + 1
    r = 0
    while b:
        if b & 1: r ^= a
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return r

def inverse(a):
    r = 1
    for _ in range(254): r = mul(r, a)
    return r

shares = {}
for line in sys.stdin:
    typed = "".join(line.split()).lower()
    if not typed: break
    if typed.count(":") != 6 or not typed.startswith("slshare1:"): sys.exit("this is no share: " + line.strip())
    fields, check = typed.rsplit(":", 1)
    if hashlib.sha256(fields.encode()).hexdigest()[:8] != check: sys.exit("a letter is wrong in: " + line.strip())
    mark, needed, count, number, share, commitment = fields.split(":")
    y = bytes.fromhex(share)
    shares[y[-1]] = y[:-1]
if not shares or len(shares) < int(needed): sys.exit("too few shares")

secret = bytearray(32)
for x, y in shares.items():
    basis = 1
    for other in shares:
        if other != x: basis = mul(basis, mul(other, inverse(other ^ x)))
    for i in range(32): secret[i] ^= mul(y[i], basis)
if hashlib.sha256(b"secondlock/1/recovery\n" + secret).hexdigest()[:32] != commitment: sys.exit("these shares do not belong together")

letters, prefix = "qpzry9x8gf2tvdw0s3jn54khce6mua7l", "age-secret-key-"  # bech32, BIP 173
def polymod(values):
    c = 1
    for v in values:
        top, c = c >> 25, (c & 0x1FFFFFF) << 5 ^ v
        for i, g in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> i & 1: c ^= g
    return c
bits = "".join(format(b, "08b") for b in secret) + "0000"
words = [int(bits[i:i + 5], 2) for i in range(0, 260, 5)]
spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
rest = polymod(spread + words + [0] * 6) ^ 1
words += [rest >> 5 * (5 - i) & 31 for i in range(6)]
print((prefix + "1" + "".join(letters[w] for w in words)).upper())
