// One row of a file, a line of its text and the notes on it, as decided so far.
import { decided, outcome } from "./decisions.js";
import { Places, clash } from "./places.js";
import { reworded } from "./resolution.js";
import { added, counted, lines, node, removed, spoken, visible } from "./text.js";

const NAMES = { applied: "changed", proposed: "proposed", flagged: "needs a human", rejected: "rejected before", suppressed: "suppressed" };
export const VERDICTS = { accept: "Accepted", reject: "Rejected", edit: "Your wording" };

export function row(file, number, view) {
  const [start, end, first, last] = file.rows[number];
  const own = file.findings.slice(first, last);
  const heard = { old: [spoken("[source:] ")], new: [spoken("[copy:] ")], both: [] };
  const prose = (side) => node("p", { class: "prose " + side, dir: "auto" }, ...heard[side], ...pieces(file, start, end, own, side));
  const element = node("div", { class: "row" + (own.length ? "" : " calm"), "data-row": number });
  if (view === "side") element.append(prose("old"), prose("new"));
  else element.append(prose("both"));
  if (own.length) element.append(node("div", { class: "notes" }, ...own.map(note)));
  return element;
}

// What a row looks like: two rows with the same key are drawn alike.
export function rowKey(file, number) {
  const [start, end, first, last] = file.rows[number];
  const { left } = outcome(file);
  return JSON.stringify([
    marksIn(file, start, end).map(({ start, end, text, kind }) => [start, end, text, kind]),
    file.findings.slice(first, last).map((finding) => {
      const { decision, text, old, offset = 0 } = decided.get(finding) || {};
      return [decision, text, old, offset, left.get(finding)?.id];
    }),
  ]);
}

export const touched = (file, start, end) => marksIn(file, start, end).length > 0;

// ---- Changes in the text: what will be carried out, and what is proposed where nothing else stands in its way.

function marks(file) {
  const now = outcome(file);
  if (now.marks) return now.marks;
  const list = [];
  const places = new Places();
  const put = (span, about, kind) => { const mark = { ...span, about, kind }; list.push(mark); places.add(mark, mark); };
  const carried = new Places(); // in whole words where these stand clear of what else is carried out
  for (const wish of now.chosen) for (const edit of wish.edits) carried.add(edit, wish);
  for (const wish of now.chosen) {
    const clear = wish.words.every((word) => !places.near(word, clash).length && carried.near(word, clash).every((other) => other === wish));
    for (const { start, end, text, about } of clear ? wish.words : wish.edits) {
      put({ start, end, text }, about, about.some((f) => decided.get(f)?.decision === "edit") ? "own" : "applied");
    }
  }
  for (const finding of file.findings) {
    if (finding.state !== "proposed" || decided.has(finding)) continue;
    const clear = (edits) => edits.every((edit) => !places.near(edit, clash).length);
    const shown = [finding.words, finding.edits].find(clear);
    for (const { start, end, text } of shown || []) put({ start, end, text }, [finding], "proposed");
  }
  list.sort((a, b) => a.start - b.start || a.end - b.end);
  now.shown = new Set(list.flatMap((mark) => mark.about));
  return now.marks = list;
}

// The marks that touch a row; they don't overlap, so that their ends are in order too.
function marksIn(file, start, end) {
  const list = marks(file);
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].end < start) low = middle + 1;
    else high = middle;
  }
  const found = [];
  for (; low < list.length && list[low].start <= end; low++) found.push(list[low]);
  return found;
}

function* pieces(file, start, end, own, side) {
  const shown = marksIn(file, start, end);
  const spots = own.filter((finding) => !outcome(file).shown.has(finding) || finding.state === "flagged" && !decided.has(finding));
  let at = start;
  for (const mark of shown) {
    const [from, to] = [Math.max(mark.start, start), Math.min(mark.end, end)];
    if (from > at) yield* plain(file, at, from, spots);
    const about = { "data-about": mark.about.map((finding) => finding.k).join(" ") };
    if (to > from && side !== "new") yield removed(lines(file.text.slice(from, to)), mark.kind, about);
    if (mark.text && mark.start >= start && side !== "old") yield added(lines(mark.text), mark.kind, about);
    at = Math.max(at, to);
  }
  if (end > at) yield* plain(file, at, end, spots);
}

function* plain(file, start, end, spots) {
  const near = spots.filter((f) => f.start <= end && f.end >= start);
  const cuts = [...new Set([start, end, ...near.flatMap((f) => [f.start, f.end])])].filter((x) => x >= start && x <= end);
  cuts.sort((a, b) => a - b);
  for (let i = 0; i + 1 < cuts.length; i++) {
    const text = lines(file.text.slice(cuts[i], cuts[i + 1]));
    const over = near.filter((f) => f.start <= cuts[i] && cuts[i + 1] <= f.end);
    if (!over.length) { yield text; continue; }
    const kind = over.every((f) => decided.has(f)) ? "settled" : "flagged";
    yield node("mark", { class: kind, "data-about": over.map((f) => f.k).join(" ") }, text);
  }
}

// ---- A note: what is wrong, what is proposed, what was decided, and why.

function note(finding) {
  const decision = decided.get(finding);
  const way = decision?.decision;
  const name = `n${finding.f}-${finding.k}`;
  const winner = outcome(finding.file).left.get(finding);
  const element = node("article", {
    class: `note ${finding.state}${way ? " decided " + way : ""}`, id: name, tabindex: "0", "aria-labelledby": name + "-what",
    "data-rule": finding.rule, "data-severity": finding.severity, "data-state": finding.state, "data-decision": way || "open",
  }, node("p", { class: "what", id: name + "-what" }, visible(finding.message), spoken(`, ${way ? VERDICTS[way] : NAMES[finding.state]}`)));
  if (way === "edit") {
    const old = decision.old ?? finding.file.text.slice(finding.start, finding.end);
    element.append(change(pairs(old, reworded(old, { start: 0, end: old.length, text: decision.text })), "own"));
  } else if (finding.edits.length) {
    element.append(change(changes(finding), finding.state === "applied" ? "applied" : "proposed"));
  }
  if (winner) element.append(node("p", { class: "left" }, `Not carried out: “${visible(winner.message)}” (line ${winner.at}) has the same place.`));
  element.append(acts(finding, way));
  if (finding.others.length) {
    element.append(node("p", { class: "others" }, "Or: ", ...finding.others.flatMap(({ words }, i) => [
      node("button", { type: "button", "data-act": "other", "data-other": i, "aria-keyshortcuts": i + 1 }, `${i + 1} `, ...pair(pairs(finding.file.text, words), 60, "")), " ",
    ])));
  }
  element.append(node("p", { class: "why" }, visible(finding.why)));
  element.append(node("p", { class: "fine" },
    [way && VERDICTS[way], NAMES[finding.state] + (finding.fix ? ", " + finding.fix : ""), finding.severity, visible(finding.rule),
      "line " + finding.at, finding.sure < 1 && Math.round(100 * finding.sure) + " % sure"].filter(Boolean).join(" · ")));
  return element;
}

// What edits take out and put in.
const pairs = (text, edits) => edits.map((edit) => [text.slice(edit.start, edit.end), edit.text]);
export const changes = (finding) => pairs(finding.file.text, finding.words);

function* pair(made, most, kind) {
  for (const [old, text] of made) {
    if (old) { yield removed(lines(old, most), kind); yield " "; }
    if (text) { yield added(lines(text, most), kind); yield " "; }
  }
}

function change(made, kind) {
  const element = node("p", { class: "change", dir: "auto" }, ...pair(made.slice(0, 6), 400, kind));
  if (made.length > 6) element.append(`and ${counted(made.length - 6, "more place")}`);
  return element;
}

function acts(finding, way) {
  const kept = finding.state === "applied";
  const button = (label, act, more) => node("button", { type: "button", "data-act": act, ...more }, label);
  const pressed = (name) => ({ "aria-pressed": way === name ? "true" : "false", "aria-keyshortcuts": name[0] });
  const bar = node("p", { class: "acts" });
  if (finding.fix) bar.append(button(kept ? "Keep" : "Accept", "accept", pressed("accept")), " ");
  bar.append(button(kept ? "Take back" : finding.fix ? "Reject" : "Leave as it is", "reject", pressed("reject")), " ");
  bar.append(button(finding.fix ? "Edit" : "Write your own", "edit", pressed("edit")), " ");
  if (way) bar.append(button("Undo", "undo", { "aria-keyshortcuts": "u" }));
  return bar;
}
