/** Breaks a text into lines of at most `width` columns, each behind the indent. */
export function wrap(text: string, width: number, indent = ""): string {
  const lead = /^\s*/.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  let line = lead;
  for (const word of text.trim().split(/\s+/)) {
    if (line.trim() !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = lead;
    }
    line += line.trim() === "" ? word : ` ${word}`;
  }
  return [...lines, line].map((one) => indent + one).join("\n");
}
