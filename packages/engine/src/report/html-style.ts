/** Colours have a contrast of at least 4.5 to their ground in both schemes; nothing is said by colour alone. */
export const htmlStyle = `
:root { color-scheme: light dark; --ground: #fbfaf8; --card: #ffffff; --ink: #1d2126; --soft: #565d66; --line: #dfdcd6;
  --good: #17663a; --warn: #855100; --bad: #a3201d; --open: #1b5a86; --good-ground: #e6f3ea; --warn-ground: #faf0dc; --bad-ground: #fbe9e7; --open-ground: #e5f0f8; }
@media (prefers-color-scheme: dark) { :root { --ground: #15181c; --card: #1c2025; --ink: #e8e6e1; --soft: #a5abb3; --line: #333941;
  --good: #7fd19b; --warn: #ecbe6c; --bad: #ff9b92; --open: #86c3ee; --good-ground: #1a2e22; --warn-ground: #33290f; --bad-ground: #3a1d1b; --open-ground: #172b3a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; overflow-wrap: anywhere; }
main, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.75rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; letter-spacing: -.015em; }
h2 { font-size: 1.3rem; margin: 3rem 0 .35rem; letter-spacing: -.01em; }
h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
p { margin: .25rem 0 .9rem; }
.soft, dt, caption, th { color: var(--soft); }
.lead { font-size: 1.05rem; max-width: 46rem; }
.tally { display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem; list-style: none; padding: 0; margin: 1.25rem 0 1.5rem; }
.tally li { background: var(--card); border: 1px solid var(--line); border-top: 4px solid; border-radius: .5rem; padding: .7rem .9rem .8rem; }
.tally b { display: block; font-size: 1.9rem; line-height: 1.15; font-variant-numeric: tabular-nums; }
.tally span { display: block; font-weight: 600; }
.tally small { display: block; color: var(--soft); line-height: 1.35; margin-top: .15rem; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); } .open { color: var(--open); } .plain { color: var(--soft); }
.badge { display: inline-block; white-space: nowrap; font-size: .84rem; font-weight: 600; line-height: 1.5; padding: .05rem .6rem; border-radius: 1rem; border: 1px solid currentColor; }
.rows .badge { justify-self: start; }
.badge.good { background: var(--good-ground); } .badge.warn { background: var(--warn-ground); } .badge.bad { background: var(--bad-ground); } .badge.open { background: var(--open-ground); }
.rows { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.rows > li { border-top: 1px solid var(--line); padding: .6rem .9rem; }
.rows > li:first-child { border-top: 0; }
.rows > li > details > summary, .question { display: grid; grid-template-columns: 8.5rem 1fr; gap: .9rem; align-items: baseline; }
summary { cursor: pointer; }
summary:focus-visible, a:focus-visible { outline: 3px solid var(--open); outline-offset: 2px; border-radius: .2rem; }
.rows summary strong { font-weight: 600; }
.rows summary strong::after { content: " \\25B8"; color: var(--soft); font-size: .8em; }
.rows details[open] > summary strong::after { content: " \\25BE"; }
.rows > li > details > summary { list-style: none; }
summary::-webkit-details-marker { display: none; }
dl { display: grid; grid-template-columns: 8.6rem 1fr; gap: .15rem .9rem; margin: .4rem 0 .3rem; }
.rows dl { margin-left: 9.4rem; }
dd { margin: 0; }
.alarm { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--bad); border-radius: .5rem; padding: .75rem 1rem .5rem; margin: .8rem 0; }
.alarm h3 { margin: 0 0 .3rem; } .alarm h3 .badge { margin-right: .5rem; }
.fixes { padding-left: 1.6rem; } .fixes > li { padding: .1rem 0 .6rem .4rem; } .fixes > li::marker { font-weight: 700; color: var(--soft); }
.fixes dl { grid-template-columns: 4rem 1fr; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); font-size: .94rem; }
caption { text-align: left; padding: 0 0 .35rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem; border-top: 1px solid var(--line); }
thead th { font-size: .84rem; font-weight: 600; border-top: 0; }
tbody th { font-weight: 600; color: var(--ink); }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.controls { table-layout: fixed; } .controls col.verdict { width: 10.5rem; } .controls col.control { width: 30%; }
.controls p { margin: 0 0 .25rem; }
td details summary { color: var(--soft); list-style: revert; }
code, pre { font: .86em/1.5 ui-monospace, "SF Mono", "DejaVu Sans Mono", "Liberation Mono", monospace; }
code { background: var(--ground); border: 1px solid var(--line); border-radius: .25rem; padding: 0 .3em; }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: .35rem; padding: .5rem .7rem; margin: .25rem 0 .6rem; white-space: pre-wrap; }
.evidence { margin: .5rem 0 .2rem; } .evidence p { margin: 0; color: var(--soft); } .evidence code { color: var(--ink); }
.instances { list-style: none; margin: .4rem 0; padding: 0 0 0 .7rem; border-left: 2px solid var(--line); } .instances li { margin: .2rem 0; }
.targets th { min-width: 7rem; }
.exception { border-left: 3px solid var(--warn); padding-left: .6rem; }
.overall { font-weight: 600; font-size: 1.05rem; border-top: 2px solid var(--ink); padding-top: .9rem; margin-top: 2rem; }
footer { padding-top: 1rem; padding-bottom: 3rem; color: var(--soft); font-size: .88rem; }
@media (max-width: 44rem) { main, header, footer { padding-left: 1rem; padding-right: 1rem; } .tally { grid-template-columns: 1fr 1fr; }
  .rows > li > details > summary, .question { grid-template-columns: 1fr; gap: .25rem; } .rows dl { margin-left: 0; } dl { grid-template-columns: 1fr; gap: 0; } dt { font-size: .84rem; line-height: 1.3; margin-top: .3rem; }
  .fixes dl { grid-template-columns: 1fr; } .controls, .controls tbody, .controls tr, .controls th, .controls td { display: block; } .controls thead, .controls colgroup { display: none; }
  .controls th, .controls td { border-top: 0; padding: .15rem .8rem; } .controls tr { border-top: 1px solid var(--line); padding: .5rem 0; } }
@media print { :root { --ground: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --good: #0d4d29; --warn: #6b4100; --bad: #8c1613; --open: #144a70; --good-ground: #fff; --warn-ground: #fff; --bad-ground: #fff; --open-ground: #fff; color-scheme: light; }
  body { font-size: 10pt; } main, header, footer { max-width: none; padding: 0; } header { padding-top: 0; } h2 { margin-top: 1.6rem; }
  h2, h3 { break-after: avoid; } .rows > li, .alarm, .fixes > li, .evidence { break-inside: avoid; } pre { padding: .1rem .4rem; margin: .1rem 0 .2rem; } th, td { padding: .25rem .5rem; } .rows > li { padding: .3rem .6rem; } .rows > li > details > summary { grid-template-columns: 7rem 1fr; } .rows dl { margin-left: 7.9rem; } thead { display: table-header-group; }
  .rows > li > details::details-content, td details::details-content { content-visibility: visible; display: block; height: auto; } .rows summary strong::after { content: ""; } }
`;
