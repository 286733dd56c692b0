// One's own words: any sentence, in place, with what was typed kept as a draft until it is saved.
import { free, key } from "./content.js";
import { byLikelihood } from "./drawing.js";
import { decide, decided, foreseen, outcome } from "./decisions.js";
import { reworded } from "./resolution.js";
import { say } from "./keeping.js";
import { applied, characters, node } from "./text.js";
import { current, go, rowAt, write, writing } from "./views.js";

const DRAFTS = "cleantext:drafts:" + key;
let drafts = {};
try { drafts = JSON.parse(localStorage.getItem(DRAFTS)) || {}; } catch (error) { /* there are none */ }

function draft(name, text) {
  if (text === undefined) delete drafts[name];
  else drafts[name] = text;
  try { localStorage.setItem(DRAFTS, JSON.stringify(drafts)); } catch (error) { /* kept until the page is closed */ }
}

const segmenter = Intl.Segmenter && new Intl.Segmenter("en", { granularity: "sentence" });

// The sentences of a row, as offsets in the file, without the spaces around them.
export function sentences(file, number) {
  const [start, end] = file.rows[number];
  const text = file.text.slice(start, end);
  const parts = segmenter && text.length < 100000 ? [...segmenter.segment(text)] : [{ index: 0, segment: text }];
  return parts.filter(({ segment }) => segment.trim()).map(({ index, segment }) => {
    const from = start + index + segment.length - segment.trimStart().length;
    return { file, row: number, start: from, end: from + segment.trim().length };
  });
}

export const sentenceAt = (file, number, at) => sentences(file, number).find(({ end }) => at <= end) || sentences(file, number).pop();

// Open the box for a place, or for a sentence where nothing was found. `then` is called with what was decided about.
export function edit(place, sentence, then) {
  if (writing) close();
  const subject = place ? (place.state === "free" ? place : byLikelihood(place)[0]) : null;
  const file = (place || sentence).file;
  let [start, end] = place ? (place.state === "free" ? [place.start, place.end] : subject.scope) : [sentence.start, sentence.end];
  if (place?.state === "free") ({ start, end } = sentenceAround(file, start, end));
  const own = subject?.state === "proposed" && !decided.has(subject) ? subject.edits : [];
  const others = outcome(file).carried.filter((made) => !own.some((mine) => made.start <= mine.end && mine.start <= made.end));
  for (const made of others) if (made.start < end && start < made.end) [start, end] = [Math.min(start, made.start), Math.max(end, made.end)];
  const edits = [...others, ...own].filter((made) => start <= made.start && made.end <= end).sort((a, b) => a.start - b.start || a.end - b.end);
  const first = applied(file.text, start, end, edits);
  const shown = first.replace(/\r\n?/g, "\n");
  const name = `${file.path}:${start}-${end}`;
  const ends = file.text.match(/\r\n|\r|\n/)?.[0] || "\n";
  const box = node("textarea", { dir: "auto", spellcheck: "true", rows: 1, "aria-label": "Your wording" });
  box.value = drafts[name] ?? shown;
  const element = node("form", { class: "own" }, box, node("p", { class: "acts" },
    node("button", { type: "submit", class: "yes", "aria-keyshortcuts": "Control+Enter" }, "Save ", node("kbd", {}, "Ctrl"), "+", node("kbd", {}, "Enter")),
    node("button", { type: "button", "data-act": "close", "aria-keyshortcuts": "Escape" }, "Close, keep the draft ", node("kbd", {}, "Esc"))));
  const grow = () => { box.style.height = "auto"; box.style.height = box.scrollHeight + 2 + "px"; };
  box.addEventListener("input", () => { grow(); draft(name, box.value); });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    write(null);
    draft(name);
    save(file, start, end, box.value === shown ? first : box.value.replace(/\n/g, ends), subject, box.value === shown && own.length > 0, then);
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); element.requestSubmit(); }
    if (event.key === "Escape") { event.stopPropagation(); close(); if (current) go(current); }
  });
  write({ file, row: rowAt(file, start), start, end, element });
  grow();
  box.focus();
  const before = box.value !== shown || !subject || subject.state === "free" ? box.value.length : subject.start > start ? applied(file.text, start, subject.start, edits.filter((made) => made.end <= subject.start)).length : 0;
  box.setSelectionRange(before, before);
  element.scrollIntoView({ block: "nearest" });
}

function sentenceAround(file, start, end) {
  const inside = sentences(file, rowAt(file, start)).filter((each) => each.start <= end && start <= each.end);
  return { start: Math.min(start, ...inside.map((each) => each.start)), end: Math.max(end, ...inside.map((each) => each.end)) };
}

export function close() {
  const box = writing?.element.querySelector("textarea");
  if (!box) return;
  write(null);
  say("Closed; what you typed is kept as a draft, and e opens it again.");
}

// Keep only what was changed of the sentence where the rest reads the same by itself.
function save(file, start, end, text, subject, asProposed, then) {
  if (asProposed) { then(subject, "accept"); return; }
  const already = applied(file.text, start, end, outcome(file).carried.filter((made) => start <= made.start && made.end <= end));
  if (text === already && !subject) { say("Nothing changed."); return; }
  const narrow = reworded(file.text, { start, end, text })[0];
  for (const own of narrow ? [narrow, { start, end, text }] : [{ start, end, text }]) {
    const about = subject && subject.state !== "free" ? subject : free(file, own.start, own.end);
    const old = file.text.slice(own.start, own.end);
    const more = { text: own.text, old, ...(about === subject && about.state !== "free" ? { offset: characters(file.text, subject.start, own.start) } : {}) };
    const seen = foreseen(file, subject, about, { decision: "edit", ...more });
    const carried = seen.carried.filter((made) => made.start >= start && made.end <= end);
    const last = own.start === start && own.end === end;
    if (!last && applied(file.text, start, end, carried) !== text) continue;
    const gone = subject?.state === "free" && about !== subject ? [[subject, "undo"]] : [];
    decide([...gone, [about, "edit", more]]);
    then(about, "edit", true);
    return;
  }
}
