import type { Area } from "@secondlock/model";
import type { Audit, ControlVerdict, Evidence, InstanceVerdict } from "../audit.ts";
import { targetText } from "./target-text.ts";
import { verdictBadge } from "./html-parts.ts";
import { escaped } from "./markup.ts";
import { overall } from "./overall.ts";
import { clean } from "./sanitise.ts";
import { areaTitles, byWorst, count, dayAndTime, listOf, verdictMeanings, verdictOrder } from "./words.ts";

/** Rows of one area; a page with a million rows opens in no browser. */
const mostRows = 500;
const mostTargets = 200;

function evidence(item: Evidence): string {
  return `<div class="evidence"><p>${escaped(item.side)}, from ${escaped(item.vantage)}, ${escaped(item.at)} (${escaped(item.source)})</p><p><code>${escaped(item.command)}</code></p><pre>${escaped(item.value)}</pre></div>`;
}

function instances(items: readonly InstanceVerdict[]): string {
  if (items.length <= 1) return "";
  const rows = items.map(
    (item) =>
      `<li>${escaped(item.title)}: ${escaped(item.verdict)}. Inside ${escaped(item.inside)}: ${escaped(item.insideBecause)}. Outside ${escaped(item.outside)}: ${escaped(item.outsideBecause)}.</li>`,
  );
  return `<ul class="instances">${rows.join("")}</ul>`;
}

function proof(verdict: ControlVerdict): string {
  const parts = instances(verdict.instances) + verdict.evidence.map(evidence).join("");
  return parts === "" ? "" : `<details><summary>Evidence</summary>${parts}</details>`;
}

function exception(verdict: ControlVerdict): string {
  if (!verdict.exception) return "";
  const { until, reason, expired } = verdict.exception;
  return `<p class="exception"><strong>${expired ? "Exception expired on" : "Exception until"} ${escaped(until)}</strong>: ${escaped(reason)}</p>`;
}

function row(raw: ControlVerdict): string {
  const verdict = clean(raw);
  const [only] = verdict.instances;
  const place =
    only && verdict.instances.length === 1 && only.instance !== "host"
      ? `${verdict.target}, ${only.title}`
      : verdict.target;
  const vantages =
    verdict.outside.vantages.length > 0
      ? ` <span class="soft">From ${escaped(listOf(verdict.outside.vantages))}.</span>`
      : "";
  const inside = `<p><span class="soft">Inside ${escaped(verdict.inside.outcome)}:</span> ${escaped(verdict.inside.because)}.</p>`;
  const outside = `<p><span class="soft">Outside ${escaped(verdict.outside.outcome)}:</span> ${escaped(verdict.outside.because)}.${vantages}</p>`;
  return `<tr><td>${verdictBadge(verdict.verdict)}</td><th scope="row">${escaped(verdict.title)}<br><span class="soft">${escaped(place)}</span></th><td>${inside}${outside}${exception(verdict)}${proof(verdict)}</td></tr>\n`;
}

function worstOf(verdicts: readonly ControlVerdict[], most: number): readonly ControlVerdict[] {
  if (verdicts.length <= most) return verdicts.toSorted(byWorst);
  const worst: ControlVerdict[] = [];
  for (const verdict of verdictOrder) {
    if (worst.length < most)
      worst.push(...verdicts.filter((each) => each.verdict === verdict).slice(0, most - worst.length));
  }
  return worst;
}

export function* controlsSection(audit: Audit): Generator<string, void, undefined> {
  const areas = Map.groupBy(audit.verdicts, (verdict) => verdict.area);
  yield `<section aria-labelledby="controls"><h2 id="controls">Every control, with its evidence</h2>\n<p class="soft">Inside is what the configuration says. Outside is what an attempted break-in gets.</p>\n`;
  for (const area of Object.keys(areaTitles) as Area[]) {
    const verdicts = areas.get(area) ?? [];
    if (verdicts.length === 0) continue;
    yield `<h3 id="area-${area}">${areaTitles[area]}</h3>\n<table class="controls" aria-labelledby="area-${area}"><colgroup><col class="verdict"><col class="control"><col></colgroup><thead><tr><th scope="col">Verdict</th><th scope="col">Control and target</th><th scope="col">Because</th></tr></thead><tbody>\n`;
    for (const verdict of worstOf(verdicts, mostRows)) yield row(verdict);
    yield "</tbody></table>\n";
    if (verdicts.length > mostRows)
      yield `<p>The worst ${mostRows} of ${count(verdicts.length, "verdict")} are shown: all of them are in the JSON report.</p>\n`;
  }
  yield "</section>\n";
}

function* targetsTable(audit: Audit): Generator<string, void, undefined> {
  const worstFirst = audit.targets.toSorted(
    (one, other) => Number(other.state === "unreachable") - Number(one.state === "unreachable"),
  );
  yield `<h3>Targets</h3><table class="targets"><thead><tr><th scope="col">Target</th><th scope="col">Reached</th><th scope="col">System</th><th scope="col">Seen</th></tr></thead><tbody>\n`;
  for (const target of clean(worstFirst.slice(0, mostTargets))) {
    const seen = target.state === "read" ? `read ${targetText(target)}` : targetText(target);
    yield `<tr><th scope="row">${escaped(target.id)}</th><td>${escaped(target.reached)}</td><td>${escaped(target.system)}</td><td>${escaped(seen)}</td></tr>\n`;
  }
  yield "</tbody></table>\n";
  if (audit.targets.length > mostTargets)
    yield `<p>${mostTargets} of ${count(audit.targets.length, "target")} are shown, those that could not be read first.</p>\n`;
}

export function* coverageSection(audit: Audit): Generator<string, void, undefined> {
  const { coverage } = audit;
  const unseen = clean(coverage.unseen);
  yield `<section aria-labelledby="coverage"><h2 id="coverage">What was seen, and what was not</h2>\n`;
  yield `<p>${count(coverage.controls, "control")}; ${coverage.factsRead.toLocaleString("en-GB")} of ${count(coverage.factsAsked, "fact")} read; ${count(coverage.attemptsMade, "attempt")} made, ${coverage.attemptsRefused.toLocaleString("en-GB")} refused.</p>\n`;
  yield `<table><caption>Verdicts</caption><thead><tr><th scope="col">Verdict</th><th scope="col">Number</th><th scope="col">Meaning</th></tr></thead><tbody>\n`;
  for (const verdict of verdictOrder) {
    yield `<tr><th scope="row">${verdictBadge(verdict)}</th><td class="number">${coverage.verdicts[verdict].toLocaleString("en-GB")}</td><td>${verdictMeanings[verdict]}</td></tr>\n`;
  }
  yield "</tbody></table>\n";
  if (unseen.length > 0)
    yield `<h3>Not seen, and why</h3><ul>${unseen.map((each) => `<li>${each.count.toLocaleString("en-GB")} × ${escaped(each.because)}</li>`).join("")}</ul>\n`;
  if (coverage.notSeenYet.length > 0)
    yield `<h3>Not seen yet</h3><p>No part of Secondlock looks at these so far: ${escaped(clean(listOf(coverage.notSeenYet)))}.</p>\n`;
  yield* targetsTable(audit);
  yield `<p class="overall">${escaped(clean(overall(audit).text))}</p></section>\n`;
}

export function subtitle(audit: Audit): string {
  const [only] = audit.targets;
  const what = audit.targets.length === 1 && only ? only.id : count(audit.targets.length, "target");
  return clean(`${what}, ${dayAndTime(audit.started)}. Nothing was changed.`);
}
