/** Value of each parameter by encoded name; undefined as a value: it occurs several times, or is no UTF-8. */
export type QueryParameters = ReadonlyMap<string, string | undefined>;

/** RFC 9421 2.2.8: parsed as a form (WHATWG URL), then encoded again in one way, a space as `%20`. `query` has its `?`. */
export function parseQueryParameters(query: string): QueryParameters {
  const found = new Map<string, string | undefined>();
  for (const [name, value] of new URLSearchParams(query)) {
    const key = encoded(name);
    // what is no UTF-8 decodes to U+FFFD, and different bytes would become one value
    const lost = `${name}${value}`.includes("\uFFFD");
    found.set(key, lost || found.has(key) ? undefined : encoded(value));
  }
  return found;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
