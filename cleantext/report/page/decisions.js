// What was decided: finding, or place of a free edit -> decision, in the order made, and what `u` takes back.
import { find, points, waits } from "./content.js";
import { resolve } from "./resolution.js";
import { clash } from "./spans.js";

export const decided = new Map();
export const steps = []; // of each step: what it decided about, and what was decided there before

let listener = () => {};
export const whenDecided = (act) => { listener = act; }; // told the decisions made here, and what they are about

// Decide on several things in one step, each given as [subject, decision's name, its text and the like].
export function decide(list, undone = false) {
  const step = list.map(([subject]) => [subject, decided.get(subject)]);
  const made = list.map(([subject, name, more]) => {
    const [start, end] = subject.state === "free" ? points(subject.file, subject.start, subject.end) : [];
    const about = subject.state === "free" ? { start, end } : { finding: subject.id };
    return { path: subject.file.path, ...about, decision: name, ...more };
  });
  made.forEach(take);
  if (!undone) steps.push(step);
  listener(made, list.map(([subject]) => subject));
}

// Take a step back: everything as it was before. Gives what it was about.
export function undo(step) {
  decide(step.map(([subject, before]) => {
    if (!before) return [subject, "undo"];
    const { path, finding, start, end, decision, ...more } = before;
    return [subject, decision, more];
  }), true);
  return step.map(([subject]) => subject);
}

// Let a decision count, wherever it was made; false for one about something that is not here.
export function take(decision) {
  const subject = find(decision);
  if (!subject) return false;
  count(subject, -1);
  decided.delete(subject);
  if (decision.decision !== "undo") decided.set(subject, decision);
  count(subject, 1);
  subject.file.outcome = null;
  return true;
}

export function forget() {
  for (const { file } of decided.keys()) [file.outcome, file.wordings] = [null, 0];
  decided.clear();
}

// What the copy of a file will hold as decided so far, and which findings own words have settled.
export function outcome(file) {
  return file.outcome ??= settle(file, resolve(file, madeIn(file)));
}

const madeIn = (file) => new Map([...decided].filter(([subject]) => subject.file === file));

function settle(file, found) {
  const wordings = found.carried.filter((edit) => edit.own);
  found.settled = new Set(!wordings.length ? [] : file.findings.filter((finding) => waits(finding) && !decided.has(finding) &&
    (finding.edits.length ? finding.edits : [finding]).some((edit) => wordings.some((wording) => clash(wording, edit)))));
  return found;
}

// What the copy would hold with one more decision, and without another.
export function foreseen(file, gone, subject, decision) {
  const made = madeIn(file);
  for (const each of [gone, subject]) made.delete(each);
  return resolve(file, made.set(subject, decision));
}

// How many own wordings a file holds: without any, nothing is settled by them.
function count(subject, by) {
  if (decided.get(subject)?.decision === "edit") subject.file.wordings = (subject.file.wordings || 0) + by;
}

const settled = (finding) => Boolean(finding.file.wordings) && outcome(finding.file).settled.has(finding);
export const open = (finding) => waits(finding) && !decided.has(finding) && !settled(finding);
export const openPlace = (place) => place.findings.some(open);

// How a place was decided: its own wording, or an accepted reading, speaks for all of it.
export function way(place) {
  const made = place.findings.map((finding) => decided.get(finding)?.decision);
  if (openPlace(place)) return undefined;
  return ["edit", "accept", "reject"].find((name) => made.includes(name)) || (place.findings.some(settled) ? "edit" : undefined);
}

export function valid(list) {
  return Array.isArray(list) && list.every((d) => d && typeof d.path === "string" &&
    (typeof d.finding === "string" || (d.finding === undefined && Number.isInteger(d.start) && Number.isInteger(d.end) && 0 <= d.start && d.start <= d.end
      && (d.decision === "undo" || (d.decision === "edit" && typeof d.old === "string")))) &&
    ["accept", "reject", "edit", "undo"].includes(d.decision) && (d.decision !== "edit" || typeof d.text === "string") &&
    (d.old === undefined || typeof d.old === "string") && (d.offset === undefined || Number.isInteger(d.offset)));
}
