// What the page was made with: the report's files and their findings, each finding knowing where it stands.

export const $ = (id) => document.getElementById(id);
export const { key, part, files, strings } = JSON.parse($("content").textContent);
export const served = document.body.hasAttribute("data-served");

export const findings = []; // every finding, in the order of files and places
const byName = new Map(); // path -> id -> finding
const made = ([start, end, text]) => ({ start, end, text });
const fix = ([edits, words]) => ({ edits: edits.map(made), words: words.map(made) }); // and as it reads in whole words
files.forEach((file, f) => {
  const own = new Map();
  const known = (edit) => ({ ...made(edit), about: edit[3].map((k) => file.findings[k]) });
  file.applied = file.applied.map(([edits, words]) => ({ edits: edits.map(known), words: words.map(known) }));
  file.findings.forEach((finding, k) => {
    Object.assign(finding, { f, k, file, number: findings.length });
    Object.assign(finding, fix(finding.edits));
    finding.others = finding.others.map(fix);
    for (const field of ["rule", "message", "why"]) finding[field] = strings[finding[field]];
    findings.push(finding);
    own.set(finding.id, finding);
  });
  file.rows.forEach(([, , first, last], row) => { for (let k = first; k < last; k++) file.findings[k].row = row; });
  byName.set(file.path, own);
});

export const waits = (finding) => finding.state === "proposed" || finding.state === "flagged";
export const total = findings.filter(waits).length;
export const find = (decision) => byName.get(decision.path)?.get(decision.finding);
export const card = (finding) => document.getElementById(`n${finding.f}-${finding.k}`);
export const named = (card) => { const [f, k] = card.id.slice(1).split("-").map(Number); return files[f].findings[k]; };
