/** The part of libsodium that the OPRF stands on, as WebAssembly; pointers are into `HEAPU8`. What gives a number gives 0 when it was done. */
declare module "libsodium-sumo" {
  export interface Sodium {
    readonly HEAPU8: Uint8Array;
    _malloc(length: number): number;
    _sodium_init(): number;
    _crypto_core_ristretto255_is_valid_point(element: number): number;
    _crypto_core_ristretto255_from_hash(element: number, hash: number): number;
    _crypto_core_ristretto255_add(sum: number, one: number, other: number): number;
    _crypto_core_ristretto255_scalar_reduce(scalar: number, wide: number): void;
    _crypto_core_ristretto255_scalar_mul(product: number, one: number, other: number): void;
    _crypto_core_ristretto255_scalar_sub(difference: number, from: number, taken: number): void;
    _crypto_core_ristretto255_scalar_invert(inverse: number, scalar: number): number;
    _crypto_scalarmult_ristretto255(product: number, scalar: number, element: number): number;
    _crypto_scalarmult_ristretto255_base(product: number, scalar: number): number;
  }
  export default function load(options: { readonly getRandomValue: () => number }): Promise<Sodium>;
}
