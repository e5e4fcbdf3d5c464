/** On one line, without spaces around it. */
export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}

/** The fields that have a value: a missing one is left out rather than undefined. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
