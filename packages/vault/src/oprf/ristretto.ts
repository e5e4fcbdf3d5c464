import { randomBytes } from "node:crypto";
import load, { type Sodium } from "libsodium-sumo";

/** Bytes of an element and of a scalar (RFC 9496, RFC 9497 section 4.1). */
export const elementLength = 32;

/** The group ristretto255 (RFC 9496). Elements and scalars are the bytes that stand for them. */
export interface Ristretto {
  /** Whether bytes are the one encoding of an element, and not the identity (RFC 9497 section 4.1). */
  isElement(bytes: Uint8Array): boolean;
  /** Whether bytes are the one encoding of a scalar. */
  isScalar(bytes: Uint8Array): boolean;
  /** The generator so many times. */
  times(scalar: Uint8Array): Buffer;
  /** An element so many times; the identity, or what is no element, gives undefined. */
  timesElement(scalar: Uint8Array, element: Uint8Array): Buffer | undefined;
  sum(one: Uint8Array, other: Uint8Array): Buffer;
  /** The element that 64 uniform bytes give (RFC 9496 section 4.3.4). */
  derived(uniform: Uint8Array): Buffer;
  /** The scalar that 64 uniform bytes give. */
  reduced(uniform: Uint8Array): Buffer;
  product(one: Uint8Array, other: Uint8Array): Buffer;
  difference(from: Uint8Array, taken: Uint8Array): Buffer;
  inverse(scalar: Uint8Array): Buffer;
  /** Never zero. */
  randomScalar(): Buffer;
}

let loading: Promise<Ristretto> | undefined;

/** libsodium: a tenth of the time that BigInt takes, and the same time for every secret. */
export function ristretto(): Promise<Ristretto> {
  return (loading ??= load({ getRandomValue: () => randomBytes(4).readUInt32LE() }).then(over));
}

function over(sodium: Sodium): Ristretto {
  if (sodium._sodium_init() < 0) throw new Error("libsodium does not start");
  const [out, first, second] = [sodium._malloc(64), sodium._malloc(64), sodium._malloc(64)];

  /** Nothing that went in or came out stays there. */
  function given<T>(bytes: readonly Uint8Array[], work: (one: number, other: number) => T): T {
    const [one = empty, other = empty] = bytes;
    sodium.HEAPU8.set(one, first);
    sodium.HEAPU8.set(other, second);
    try {
      return work(first, second);
    } finally {
      for (const pointer of [out, first, second]) sodium.HEAPU8.fill(0, pointer, pointer + 64);
    }
  }
  const taken = (): Buffer => Buffer.from(sodium.HEAPU8.slice(out, out + elementLength));

  const group: Ristretto = {
    isElement: (bytes) =>
      bytes.length === elementLength &&
      bytes.some((byte) => byte !== 0) &&
      given([bytes], (element) => sodium._crypto_core_ristretto255_is_valid_point(element) === 1),
    isScalar: (bytes) =>
      bytes.length === elementLength &&
      group.reduced(Buffer.concat([bytes, Buffer.alloc(elementLength)])).equals(bytes),
    times: (scalar) =>
      given([sized(scalar)], (n) => {
        sodium._crypto_scalarmult_ristretto255_base(out, n);
        return taken();
      }),
    timesElement: (scalar, element) =>
      given([sized(scalar), sized(element)], (n, p) =>
        sodium._crypto_scalarmult_ristretto255(out, n, p) === 0 ? taken() : undefined,
      ),
    sum: (one, other) =>
      given([sized(one), sized(other)], (p, q) => {
        if (sodium._crypto_core_ristretto255_add(out, p, q) !== 0) throw new TypeError("these are no elements");
        return taken();
      }),
    derived: (uniform) =>
      given([sized(uniform, 64)], (hash) => {
        sodium._crypto_core_ristretto255_from_hash(out, hash);
        return taken();
      }),
    reduced: (uniform) =>
      given([sized(uniform, 64)], (wide) => {
        sodium._crypto_core_ristretto255_scalar_reduce(out, wide);
        return taken();
      }),
    product: (one, other) =>
      given([sized(one), sized(other)], (n, m) => {
        sodium._crypto_core_ristretto255_scalar_mul(out, n, m);
        return taken();
      }),
    difference: (from, less) =>
      given([sized(from), sized(less)], (n, m) => {
        sodium._crypto_core_ristretto255_scalar_sub(out, n, m);
        return taken();
      }),
    inverse: (scalar) =>
      given([sized(scalar)], (n) => {
        if (sodium._crypto_core_ristretto255_scalar_invert(out, n) !== 0) throw new TypeError("zero has no inverse");
        return taken();
      }),
    randomScalar() {
      const scalar = group.reduced(randomBytes(64));
      return scalar.some((byte) => byte !== 0) ? scalar : group.randomScalar();
    },
  };
  return group;
}

const empty = Buffer.alloc(0);

/** What is shorter or longer is a bug of ours: what others sent was looked at before. */
function sized(bytes: Uint8Array, length = elementLength): Uint8Array {
  if (bytes.length !== length) throw new TypeError(`${length} bytes are needed, and these are ${bytes.length}`);
  return bytes;
}
