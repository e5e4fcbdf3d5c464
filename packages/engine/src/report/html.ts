import type { Audit } from "../audit.ts";
import { controlsSection, coverageSection, subtitle } from "./html-controls.ts";
import { contradictionsSection, fixesSection, questionsSection } from "./html-questions.ts";
import { htmlStyle } from "./html-style.ts";
import { escaped } from "./markup.ts";
import { overall } from "./overall.ts";
import { joinPieces, type Pieces, type Write, writePieces } from "./pieces.ts";
import { clean } from "./sanitise.ts";

// The page holds text from hosts that may be hostile: should an escape ever be missed, nothing runs and nothing loads.
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One file that needs no script and no network. */
export function* htmlPieces(audit: Audit): Pieces {
  const service = escaped(clean(audit.service));
  yield `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">\n`;
  yield `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>Secondlock: ${service}</title>\n<style>${htmlStyle}</style></head>\n`;
  yield `<body><header><p class="soft">Secondlock audit</p><h1>${service}</h1><p class="soft">${escaped(subtitle(audit))}</p><p class="lead">${escaped(clean(overall(audit).text))}</p></header>\n<main>\n`;
  yield* questionsSection(audit);
  yield* contradictionsSection(audit);
  yield* fixesSection(audit);
  yield* controlsSection(audit);
  yield* coverageSection(audit);
  yield `</main>\n<footer>Made by Secondlock ${escaped(clean(audit.version))}. Evidence is cut and reduced where it was read; times are those of the operator's clock.</footer></body></html>\n`;
}

export function htmlReport(audit: Audit): string {
  return joinPieces(htmlPieces(audit));
}

export async function writeHtml(audit: Audit, write: Write): Promise<void> {
  await writePieces(htmlPieces(audit), write);
}
