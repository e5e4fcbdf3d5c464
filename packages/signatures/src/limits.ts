/** What is refused as `oversize` before it is parsed. Lengths in characters. */
export const limits = {
  /** Lines of one header or trailer section. */
  fields: 512,
  /** All names and values of one section together; Node itself stops at 16 KiB by default. */
  fieldsLength: 131_072,
  /** Signature-Input, Signature, Accept-Signature: all lines of one of them together. */
  signatureField: 16_384,
  labels: 16,
  components: 64,
  /** nonce, keyid, tag, alg, and the `key` and `name` of a component. */
  string: 512,
  targetUri: 16_384,
  /** A header that is parsed as a structured field. */
  structuredField: 16_384,
  digestField: 2_048,
  keyText: 16_384,
} as const;
