/**
 * The code of an error that somebody else's code threw, or of its cause: ECONNREFUSED, an SQLSTATE. Undefined: it has none.
 * A code names a kind of failure; a message may hold a password.
 */
export function errorCode(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: { readonly code?: unknown } };
  return [code, cause?.code].find((each) => typeof each === "string" && /^[A-Z0-9_]{1,64}$/.test(each)) as
    | string
    | undefined;
}
