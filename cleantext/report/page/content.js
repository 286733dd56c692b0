// What the page was made with: the report's files, their findings, and the places that these are about.

export const $ = (id) => document.getElementById(id);
export const { key, part, files, strings } = JSON.parse($("content").textContent);
export const served = document.body.hasAttribute("data-served");

// The files as they are worked on: the most damaged first.
export const order = files.map((file, f) => f).sort((a, b) => files[b].damage - files[a].damage || a - b);
export const places = []; // every place, file by file in this order
const byPath = new Map();
const made = ([start, end, text]) => ({ start, end, text });
const fix = ([edits, words]) => ({ edits: edits.map(made), words: words.map(made) }); // and as it reads in whole words
files.forEach((file, f) => {
  const known = (edit) => ({ ...made(edit), about: edit[3].map((k) => file.findings[k]) });
  file.f = f;
  file.applied = file.applied.map(([edits, words]) => ({ edits: edits.map(known), words: words.map(known) }));
  file.findings.forEach((finding, k) => {
    Object.assign(finding, { f, k, file }, fix(finding.edits));
    finding.others = finding.others.map(fix);
    for (const field of ["rule", "message", "why", "where", "pack"]) finding[field] = strings[finding[field]];
  });
  file.rows.forEach(([, , first, last], row) => { for (let k = first; k < last; k++) file.findings[k].row = row; });
  file.byName = new Map(file.findings.map((finding) => [finding.id, finding]));
  file.free = new Map(); // own wordings where nothing was found, by their offsets
  byPath.set(file.path, file);
});
for (const f of order) {
  files[f].places = files[f].places.map((members, k) => {
    const findings = members.map((number) => files[f].findings[number]);
    const place = { f, k, file: files[f], findings, row: findings[0].row, number: places.length, ...cover(findings) };
    for (const finding of findings) finding.place = place;
    places.push(place);
    return place;
  });
}

export function cover(findings) {
  const all = findings.flatMap((finding) => [finding, ...finding.edits]);
  return { start: Math.min(...all.map(({ start }) => start)), end: Math.max(...all.map(({ end }) => end)) };
}

export const waits = (finding) => finding.state === "proposed" || finding.state === "flagged";
export const waiting = places.filter((place) => waits(place.findings[0]));

// What a decision is about: a finding, or the place of a free edit, whose offsets count characters. None elsewhere.
export function find(decision) {
  const file = byPath.get(decision.path);
  if (!file) return undefined;
  return decision.finding === undefined ? free(file, ...units(file, decision.start, decision.end)) : file.byName.get(decision.finding);
}

export function free(file, start, end) {
  if (end > file.text.length) return undefined;
  const name = `${start}..${end}`;
  if (!file.free.has(name)) file.free.set(name, { id: name, f: file.f, file, start, end, edits: [], words: [], others: [], state: "free" });
  return file.free.get(name);
}

// Offsets in UTF-16 units of offsets in characters, and back.
const wide = (file) => file.wide ??= [...file.text.matchAll(/[\u{10000}-\u{10ffff}]/gu)].map((found, i) => found.index - i);
export const units = (file, ...offsets) => offsets.map((at) => at + wide(file).filter((own) => own < at).length);
export const points = (file, ...offsets) => offsets.map((at) => at - wide(file).filter((own, i) => own + i < at).length);
