/** Gives the first of all equal values, by what makes them equal. A fleet names the same few things in millions of places. */
export function oneOfEach<T>(keyOf: (value: T) => string): (value: T) => T {
  const seen = new Map<string, T>();
  return (value) => {
    const key = keyOf(value);
    const first = seen.get(key);
    if (first !== undefined) return first;
    seen.set(key, value);
    return value;
  };
}
