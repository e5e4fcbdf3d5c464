/**
 * Takes port 80 from every server that serves on 443 too. Only lines of their own are touched: a `listen` that shares its
 * line with something else stays, and `nginx -t` then refuses the whole change.
 */
export function withoutPort80(text: string): string {
  const lines = text.split("\n");
  const gone = new Set<number>();
  let depth = 0;
  let server: { readonly depth: number; readonly plain: number[]; isTls: boolean } | undefined;
  lines.forEach((line, index) => {
    const code = line.replace(/#.*/, "");
    if (/^\s*server\s*\{/.test(code) && server === undefined) server = { depth, plain: [], isTls: false };
    if (server !== undefined && /^\s*listen\s+(\S+:)?80(\s[^;]*)?;\s*$/.test(code)) server.plain.push(index);
    if (server !== undefined && /^\s*listen\s+(\S+:)?443(\s[^;]*)?;/.test(code)) server.isTls = true;
    depth += (code.match(/\{/g) ?? []).length - (code.match(/\}/g) ?? []).length;
    if (server !== undefined && depth <= server.depth) {
      if (server.isTls) for (const plain of server.plain) gone.add(plain);
      server = undefined;
    }
  });
  return lines.filter((_line, index) => !gone.has(index)).join("\n");
}
