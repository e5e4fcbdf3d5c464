import { findClearSecrets } from "./clear-secret.ts";

/** Words that YAML readers of any version take for something other than text. */
const notText = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf|infinity)$/i;

/** A text as one YAML value on one line: bare where every reader takes it for the same text, in double quotes otherwise. */
export function quote(text: string): string {
  const bare = /^[A-Za-z][A-Za-z0-9_./@+() -]*$/.test(text) && !text.endsWith(" ") && !notText.test(text);
  return bare ? text : JSON.stringify(text);
}

/**
 * A foreign text made fit for a service file or a comment in one: one line, bounded, without characters that hide something, and
 * without anything that looks like a secret.
 */
export function tidy(text: string, limit: number): string {
  const line = text
    .slice(0, limit * 4)
    .replaceAll(/[\p{C}\p{Z}\s]+/gu, " ")
    .trim()
    .slice(0, limit)
    .toWellFormed()
    .replaceAll("\ufffd", "")
    .trim();
  return findClearSecrets(line).length > 0 ? "" : line;
}
