/**
 * The look of a report as a file: the dashboard's tokens (`src/app/globals.css`), both themes, and paper. It stands in
 * the file itself, so that an attachment of a ticket looks the same without a network.
 */
export const REPORT_STYLE = `
:root { color-scheme: light dark;
  --bg: oklch(0.985 0.002 250); --sunken: oklch(0.965 0.003 250); --line: oklch(0.9 0.005 250);
  --ink: oklch(0.23 0.012 250); --muted: oklch(0.47 0.014 250); --accent: oklch(0.48 0.14 258);
  --pass: oklch(0.5 0.095 168); --warn: oklch(0.5 0.105 75); --fail: oklch(0.5 0.18 27); --unknown: oklch(0.5 0.015 250); }
@media (prefers-color-scheme: dark) { :root {
  --bg: oklch(0.17 0.009 250); --sunken: oklch(0.235 0.011 250); --line: oklch(0.295 0.012 250);
  --ink: oklch(0.93 0.005 250); --muted: oklch(0.73 0.012 250); --accent: oklch(0.76 0.11 255);
  --pass: oklch(0.76 0.11 168); --warn: oklch(0.76 0.13 80); --fail: oklch(0.76 0.13 27); --unknown: oklch(0.76 0.012 250); } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 13px/20px Geist, Inter, system-ui, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
main, .bar { max-width: 1200px; margin: 0 auto; padding: 16px; }
h1 { font-size: 20px; line-height: 28px; font-weight: 550; margin: 0 0 4px; }
h2 { font-size: 14px; line-height: 20px; font-weight: 550; margin: 28px 0 4px; border-top: 1px solid var(--line); padding-top: 12px; }
h3 { font-size: 13px; font-weight: 550; margin: 16px 0 4px; }
p { margin: 4px 0; }
.note { color: var(--muted); }
.headline { border-left: 3px solid var(--verdict); padding-left: 12px; }
a { color: var(--accent); }
code, pre { font: 12.5px/20px "Geist Mono", ui-monospace, monospace; }
pre { white-space: pre-wrap; background: var(--sunken); border: 1px solid var(--line); border-radius: 6px; padding: 8px; margin: 4px 0; }
table { border-collapse: collapse; width: 100%; margin: 8px 0; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th { text-align: left; color: var(--muted); font-weight: 400; white-space: nowrap; }
th, td { border-bottom: 1px solid var(--line); padding: 4px 8px; vertical-align: top; }
.right { text-align: right; white-space: nowrap; }
dl { display: grid; grid-template-columns: minmax(120px, max-content) minmax(0, 1fr); gap: 2px 16px; margin: 8px 0; }
dt { color: var(--muted); } dd { margin: 0; }
ul { padding-left: 20px; margin: 4px 0; }
.mark { color: var(--verdict); font-weight: 550; white-space: nowrap; }
.pass { --verdict: var(--pass); } .warn { --verdict: var(--warn); } .fail { --verdict: var(--fail); }
.unknown, .skipped { --verdict: var(--unknown); }
.mark.unknown::before, .mark.hatched::before { content: ""; display: inline-block; width: 16px; height: 10px; margin-right: 4px; border: 1px solid var(--unknown);
  background: repeating-linear-gradient(135deg, var(--unknown) 0 1px, transparent 1px 4px); }
.blank { display: flex; gap: 12px; align-items: end; height: 36px; }
.blank span { flex: 1; border-bottom: 1px solid var(--ink); }
.bar { display: flex; flex-wrap: wrap; gap: 4px 16px; border-bottom: 1px solid var(--line); }
@media (max-width: 640px) {
  table, tbody, tr, td { display: block; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border-bottom: 1px solid var(--line); padding: 4px 0; } td { border: 0; padding: 2px 0; } .right { text-align: left; }
  td[data-head]::before { content: attr(data-head) " "; color: var(--muted); }
  dl { grid-template-columns: minmax(0, 1fr); } dd { margin-bottom: 4px; }
}
@page { margin: 16mm 14mm; }
@media print {
  :root { color-scheme: light; --bg: white; --sunken: white; --line: oklch(0.8 0 0); --ink: black; --muted: oklch(0.35 0 0); --accent: black;
    --pass: oklch(0.42 0.09 168); --warn: oklch(0.42 0.1 75); --fail: oklch(0.42 0.17 27); --unknown: oklch(0.42 0 0); }
  main { max-width: none; padding: 0; } .bar { display: none; } h2 { break-after: avoid; } tr, dl, .blanks { break-inside: avoid; }
  body { font-size: 9.5pt; line-height: 13pt; } .mark::before { print-color-adjust: exact; }
}
`;
