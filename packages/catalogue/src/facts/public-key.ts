const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bits of a public key in the form of RFC 4253, from its type and base64 part. Undefined when it cannot be told. */
export function keyBits(type: string, blob: string): number | undefined {
  if (type === "ssh-ed25519" || type === "sk-ssh-ed25519@openssh.com") return 256;
  const curve = /^(?:sk-)?ecdsa-sha2-nistp(\d{3})(?:@openssh\.com)?$/.exec(type)?.[1];
  if (curve !== undefined) return Number(curve);
  return type === "ssh-rsa" ? modulusBits(decode(blob.slice(0, 8192))) : undefined;
}

/** Three fields with their length before them: the type, the exponent, the modulus. */
function modulusBits(bytes: readonly number[]): number | undefined {
  const exponent = afterField(bytes, 0);
  const modulus = exponent === undefined ? undefined : afterField(bytes, exponent);
  const length = modulus === undefined ? undefined : lengthAt(bytes, modulus);
  if (modulus === undefined || length === undefined || modulus + 4 + length > bytes.length) return undefined;
  const digits = bytes.slice(modulus + 4, modulus + 4 + length);
  const first = digits.findIndex((digit) => digit !== 0);
  return first === -1 ? undefined : (digits.length - first - 1) * 8 + (32 - Math.clz32(digits[first] ?? 0));
}

function afterField(bytes: readonly number[], offset: number): number | undefined {
  const length = lengthAt(bytes, offset);
  return length === undefined || offset + 4 + length > bytes.length ? undefined : offset + 4 + length;
}

function lengthAt(bytes: readonly number[], offset: number): number | undefined {
  const [a, b, c, d] = bytes.slice(offset, offset + 4);
  return a === 0 && b === 0 && c !== undefined && d !== undefined ? c * 256 + d : undefined;
}

function decode(base64: string): readonly number[] {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of base64) {
    const value = alphabet.indexOf(character);
    if (value === -1) break;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return bytes;
}
