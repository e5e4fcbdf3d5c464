import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostile } from "./fixtures/hostile.ts";
import { hugeAudit, passingAudit, sampleAudit, sampleVerdict } from "./fixtures/sample-audit.ts";
import { htmlReport } from "./html.ts";
import { htmlStyle } from "./html-style.ts";

const allowed = new Set(
  "html head meta title style body header main footer section article h1 h2 h3 p span strong b small code pre br ul ol li dl dt dd details summary table caption colgroup col thead tbody tr th td div".split(
    " ",
  ),
);

function elements(html: string): readonly string[] {
  return [...html.replace(/<style>[\s\S]*?<\/style>/, "").matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name = ""]) =>
    name.toLowerCase(),
  );
}

describe("htmlReport", () => {
  const html = htmlReport(sampleAudit());

  test("needs no script and nothing from elsewhere", () => {
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(html).not.toMatch(/<(?:script|link|img|iframe|object|base|form)\b|\bsrc=|\bhref=|url\(|@import|\son\w+=/i);
  });

  test("tells in order: questions, contradictions, fixes, controls, coverage", () => {
    const order = [
      'id="questions"',
      'id="contradictions"',
      'id="fixes"',
      'id="controls"',
      'id="coverage"',
      'class="overall"',
    ].map((part) => html.indexOf(part));
    expect(order.every((index) => index > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });

  test("carries the evidence: command, value, vantage and time", () => {
    expect(html).toContain("<code>sshd -T -C user=root,addr=203.0.113.9</code>");
    expect(html).toContain("<pre>passwordauthentication no</pre>");
    expect(html).toContain("outside, from operator, 2026-11-21T04:10:07.120Z");
  });

  test("is made for everybody: language, one h1, scopes, words beside symbols", () => {
    expect(html).toContain('<html lang="en">');
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect([...html.matchAll(/<th\b(?! scope=)/g)]).toHaveLength(0);
    expect(html).toContain('<span aria-hidden="true">✗</span> no</span>');
    expect(htmlStyle).toContain("prefers-color-scheme: dark");
    expect(htmlStyle).toContain("@media print");
  });

  test("says no overall pass while a part is unseen", () => {
    expect(html).toContain("No overall pass: the application, the secrets and the backups are not seen yet");
    expect(htmlReport(passingAudit())).toContain("Overall pass: every answer is yes");
  });

  test("hostile text stays text", () => {
    const any = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(...Object.values(hostile).map((text) => text.slice(0, 5_000))),
    );
    fc.assert(
      fc.property(any, any, (one, other) => {
        const verdict = sampleVerdict("contradiction", {
          control: one,
          target: other,
          title: one,
          value: other,
          inside: ["holds", one],
          exception: { until: one, reason: other, expired: true },
        });
        const page = htmlReport(sampleAudit({ service: one, verdicts: [verdict] }));
        expect(elements(page).filter((name) => !allowed.has(name))).toEqual([]);
        expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
      }),
      { numRuns: 60 },
    );
    expect(htmlReport(sampleAudit({ service: hostile.script }))).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("opens with a thousand targets too", () => {
    const page = htmlReport(hugeAudit(1_000));
    expect(page.length).toBeLessThan(3_000_000);
    expect(page).toContain("The worst 500 of 4,000 verdicts are shown");
  });
});

/** Relative luminance of WCAG 2.2 of a colour like `#1d2126`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((first, second) => first - second);
  return (bright + 0.05) / (dark + 0.05);
}

describe("the colours", () => {
  const schemes = [...htmlStyle.matchAll(/:root \{([^}]*)\}/g)]
    .slice(0, 2)
    .map(
      ([, body = ""]) =>
        new Map([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = "", value = ""]) => [name, value])),
    );

  test.each([
    ["light", schemes[0]],
    ["dark", schemes[1]],
  ])("of the %s scheme can be read", (_name, scheme) => {
    const colour = (name: string): string => scheme?.get(name) ?? "";
    for (const ink of ["ink", "soft", "good", "warn", "bad", "open"])
      for (const ground of ["ground", "card"])
        expect(contrast(colour(ink), colour(ground)), `${ink} on ${ground}`).toBeGreaterThan(4.5);
    for (const tone of ["good", "warn", "bad", "open"])
      expect(contrast(colour(tone), colour(`${tone}-ground`)), tone).toBeGreaterThan(4.5);
  });
});
