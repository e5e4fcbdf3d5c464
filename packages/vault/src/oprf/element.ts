/** Bytes of a key, secret or public, of a blind and of an element (RFC 9497 section 4.1). */
export const elementLength = 32;
