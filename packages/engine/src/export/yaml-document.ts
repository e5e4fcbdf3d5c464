import { Document, Scalar, type Tags } from "yaml";

/** What a document is made of. */
export type Yaml = string | number | boolean | Scalar | readonly Yaml[] | { readonly [key: string]: Yaml };

/**
 * One YAML document for Python's reader, which knows version 1.1: `yes`, `0644` and `12:30` are quoted in it. Line breaks
 * that only that version knows (U+0085, U+2028) would end a block, so text beyond ASCII must not come here.
 */
export function yamlText(data: Yaml): string {
  // that tag writes `<<` bare, even where it was asked to quote it
  const customTags = (tags: Tags): Tags => tags.filter((tag) => typeof tag === "string" || !tag.tag.endsWith(":merge"));
  const document = new Document(data, { version: "1.1", customTags });
  return document.toString({ lineWidth: 0, directives: false });
}

/** Text as it stands: a file's lines as a block; quoted where Python's reader would take its first blanks for something else. */
export function block(text: string): Scalar {
  const scalar = new Scalar(text);
  if (/^\S/.test(text) && text.includes("\n")) scalar.type = Scalar.BLOCK_LITERAL;
  // a bare `=` or `<<` is no text to it
  else if (/[\t\n]|^[=<]/.test(text)) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** True for text that every reader of YAML takes for the same. */
export function isPlain(text: string): boolean {
  return /^[\t\n\x20-\x7e]*$/.test(text);
}
