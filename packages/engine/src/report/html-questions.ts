import type { Audit, BreachAnswer } from "../audit.ts";
import { answerBadge, answerClass, definitions, explain, verdictBadge } from "./html-parts.ts";
import { escaped } from "./markup.ts";
import { answerCounts } from "./overall.ts";
import { clean } from "./sanitise.ts";
import { fixGroups, turnsText } from "./terminal-findings.ts";
import { answerRows, inOrder } from "./terminal-questions.ts";
import { answerMeanings, answerOrder, happening, listOf } from "./words.ts";

const mostEntries = 100;

function question(answer: BreachAnswer): string {
  const about = answer.instance === "" ? "" : ` <span class="soft">${escaped(answer.instance)}</span>`;
  const title = `${answerBadge(answer.answer)}<span><strong>${escaped(happening(answer.question))}</strong>${about}</span>`;
  const open = answer.answer === "no" || answer.answer === "one lock left" ? " open" : "";
  return `<li><details${open}><summary>${title}</summary>${definitions(answerRows(answer))}</details></li>\n`;
}

export function* questionsSection(audit: Audit): Generator<string, void, undefined> {
  const counts = answerCounts(audit);
  yield `<section aria-labelledby="questions"><h2 id="questions">If this happens, are you still safe?</h2>\n<ul class="tally">`;
  for (const answer of answerOrder) {
    yield `<li class="${answerClass(answer)}"><b>${counts[answer]}</b><span>${answer}</span><small>${answerMeanings[answer]}</small></li>`;
  }
  yield `</ul>\n`;
  if (audit.answers.length === 0) yield "<p>No question could be answered: the service file names nothing to lose.</p>";
  else yield `<ul class="rows">\n`;
  for (const answer of inOrder(audit.answers)) yield question(clean(answer));
  yield audit.answers.length > 0 ? "</ul></section>\n" : "</section>\n";
}

export function* contradictionsSection(audit: Audit): Generator<string, void, undefined> {
  const found = audit.verdicts.filter((verdict) => verdict.verdict === "contradiction");
  yield `<section aria-labelledby="contradictions"><h2 id="contradictions">Contradictions</h2>\n`;
  if (found.length === 0) {
    yield "<p>None: where an attempt was made, it got no further than the configuration says.</p></section>\n";
    return;
  }
  yield "<p>The configuration says closed, and the attempt got in. Believe the attempt: these are open now.</p>\n";
  for (const verdict of clean(found.slice(0, mostEntries).map((each) => ({ ...each, evidence: [] })))) {
    const rows = definitions([
      ["inside says", verdict.inside.because],
      [
        "outside showed",
        `${verdict.outside.because}${verdict.outside.vantages.length > 0 ? ` (from ${listOf(verdict.outside.vantages)})` : ""}`,
      ],
    ]);
    yield `<article class="alarm"><h3>${verdictBadge("contradiction")}${escaped(verdict.title)}, on ${escaped(verdict.target)}</h3>${rows}<p>${explain(verdict.control)}</p></article>\n`;
  }
  if (found.length > mostEntries)
    yield `<p>And ${(found.length - mostEntries).toLocaleString("en-GB")} more: they are in the JSON report.</p>\n`;
  yield "</section>\n";
}

export function* fixesSection(audit: Audit): Generator<string, void, undefined> {
  const groups = fixGroups(audit.fixFirst);
  yield `<section aria-labelledby="fixes"><h2 id="fixes">What to fix first</h2>\n`;
  if (groups.length === 0) {
    yield "<p>Nothing that was seen needs a fix.</p></section>\n";
    return;
  }
  yield `<p class="soft">In this order: what turns most answers comes first.</p><ol class="fixes">\n`;
  for (const group of clean(groups.slice(0, mostEntries))) {
    const rows = definitions([
      ["turns", clean(turnsText(group.turns, audit))],
      ["do", group.fix],
    ]);
    yield `<li><strong>${escaped(group.title)}</strong>, on ${escaped(listOf(group.targets, 5))} ${verdictBadge(group.verdict)}${rows}${explain(group.control)}</li>\n`;
  }
  yield "</ol></section>\n";
}
