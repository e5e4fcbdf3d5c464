const mostNamed = 5;

/** Why files that were changed by hand stand in the way; undefined when none does, or they may be written over. */
export function editedText(paths: readonly string[], overwrite: boolean): string | undefined {
  if (paths.length === 0 || overwrite) return undefined;
  const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : "";
  return `changed by hand since Secondlock wrote it: ${paths.slice(0, mostNamed).join(", ")}${more}`;
}
