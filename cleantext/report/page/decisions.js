// What was decided: finding -> decision, in the order made, and what `u` takes back.
import { find, waits } from "./content.js";
import { resolve } from "./resolution.js";

export const decided = new Map();
export const steps = []; // the findings of each step
export const open = (finding) => waits(finding) && !decided.has(finding);

let listener = () => {};
export const whenDecided = (act) => { listener = act; }; // told the decisions made here, and the findings they are about

export function decide(wanted, name, more = {}) {
  const made = wanted.map((finding) => ({ path: finding.file.path, finding: finding.id, decision: name, ...more }));
  made.forEach(take);
  if (name !== "undo") steps.push(wanted);
  listener(made, wanted);
}

// Let a decision count, wherever it was made; false for one about a finding that is not here.
export function take(decision) {
  const finding = find(decision);
  if (!finding) return false;
  decided.delete(finding);
  if (decision.decision !== "undo") decided.set(finding, decision);
  finding.file.outcome = null;
  return true;
}

export function forget() {
  for (const finding of decided.keys()) finding.file.outcome = null;
  decided.clear();
}

// What the copy of a file will hold as decided so far.
export function outcome(file) {
  return file.outcome ??= resolve(file, new Map([...decided].filter(([finding]) => finding.file === file)));
}

export function valid(list) {
  return Array.isArray(list) && list.every((d) => d && typeof d.path === "string" && typeof d.finding === "string" &&
    ["accept", "reject", "edit", "undo"].includes(d.decision) && (d.decision !== "edit" || typeof d.text === "string") &&
    (d.old === undefined || typeof d.old === "string") && (d.offset === undefined || Number.isInteger(d.offset)));
}
