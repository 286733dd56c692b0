// The card of a place: what is wrong there, what could be done about it, what was decided, and why.
import { places, waits } from "./content.js";
import { decided, open, openPlace, outcome, way } from "./decisions.js";
import { byLikelihood } from "./drawing.js";
import { reworded } from "./resolution.js";
import { added, applied, counted, lines, node, removed, spoken, visible } from "./text.js";

export const NAMES = { applied: "Changed", proposed: "Proposed", flagged: "Needs you", rejected: "Rejected before", suppressed: "Switched off" };
export const VERDICTS = { accept: "Accepted", reject: "Left as it is", edit: "In your words" };
const SHOWN = 9; // as many other readings as there are digits

export const state = (place) => {
  const waiting = place.findings.filter(waits);
  return waiting.length ? (waiting.some((finding) => finding.edits.length) ? "proposed" : "flagged") : place.findings[0].state;
};
export const sureness = (place) => byLikelihood(place)[0].sure;

// Everything that could be done about a place, each outcome once: fixes and their alternatives, the likeliest first.
export function readings(place) {
  if (place.readings) return place.readings;
  const found = new Map();
  const all = place.findings.flatMap((finding) => [finding.edits, ...finding.others.map((fix) => fix.edits)]).flat();
  const start = Math.min(place.start, ...all.map((edit) => edit.start)), end = Math.max(place.end, ...all.map((edit) => edit.end));
  const add = (finding, { edits, words }, other) => {
    if (!edits.length) return;
    const name = applied(finding.file.text, start, end, edits); // the first or second of two equal words: the same
    if (!found.has(name)) found.set(name, { finding, edits, words, other });
  };
  for (const finding of byLikelihood(place)) add(finding, finding, null);
  for (const finding of byLikelihood(place)) finding.others.forEach((fix, i) => add(finding, fix, i));
  return place.readings = [...found.values()].slice(0, SHOWN + 1);
}
export const proposal = (place) => readings(place).find((reading) => reading.other === null); // none where it needs you
export const otherReadings = (place) => readings(place).filter((reading) => reading !== proposal(place)).slice(0, SHOWN);

// What edits take out and put in.
export const pairs = (text, edits) => edits.map((edit) => [text.slice(edit.start, edit.end), edit.text]);
export const changes = (finding) => pairs(finding.file.text, finding.words);

const sentence = (text) => /^\p{Ll}/u.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
export const percent = (share) => `${Math.floor(100 * share)} %`;

// `alike`: how many open places, this one among them, would change in the same way.
export function card(place, alike = 0) {
  const made = way(place);
  const mine = byLikelihood(place).find((finding) => decided.has(finding)) || byLikelihood(place)[0];
  const kind = state(place);
  const text = place.file.text;
  const element = node("article", {
    class: `card ${kind}${made ? " decided " + made : ""}`, id: "card", tabindex: "-1", "aria-labelledby": "card-what", "data-state": kind,
    "data-decision": made || "open", "data-rule": mine.rule,
  });
  const sure = kind === "proposed" && !made ? `, ${percent(sureness(place))} sure` : "";
  element.append(node("p", { class: "kicker" }, made ? VERDICTS[made] : NAMES[kind] + sure));
  if (mine.where) element.append(node("p", { class: "where" }, visible(mine.where))); // of a subtitle the time, of a translation the source
  element.append(node("p", { class: "what", id: "card-what" }, sentence(lines(mine.message, 160).replace(/\n/g, " ")), spoken(`, ${made ? VERDICTS[made] : NAMES[kind]}`)));
  const own = decided.get(mine);
  if (made === "edit" && own?.decision === "edit") {
    const old = own.old ?? text.slice(place.start, place.end);
    element.append(change(pairs(old, reworded(old, { start: 0, end: old.length, text: own.text })), "own"));
  } else if (proposal(place)) {
    const { words } = made === "accept" ? mine : proposal(place);
    element.append(change(pairs(text, words), kind === "applied" ? "applied" : "proposed"));
  }
  for (const finding of place.findings) {
    const winner = outcome(place.file).left.get(finding);
    if (winner && decided.get(finding)?.decision !== "reject") {
      element.append(node("p", { class: "left" }, winner.message ? `Not carried out: “${visible(winner.message)}” (line ${winner.at}) has the same place.` : "Not carried out: your own words have the same place."));
      break;
    }
  }
  element.append(acts(place, made, kind));
  if (alike > 1 && !made) element.append(node("p", { class: "acts" }, button(`Accept all ${alike} like this`, "alike", "=")));
  const others = otherReadings(place);
  if (others.length) {
    element.append(node("ol", { class: "others", "aria-label": "Other readings" }, ...others.map(({ words }, i) =>
      node("li", {}, node("button", { type: "button", "data-act": "other", "data-other": i, "aria-keyshortcuts": i + 1 }, node("kbd", {}, `${i + 1}`), " ", ...pair(pairs(text, words).slice(0, 3), 60, "proposed"))))));
  }
  element.append(more(place, mine));
  return element;
}

// The card of one's own wording where nothing was found.
export function ownCard(subject) {
  const { old, text } = decided.get(subject);
  return node("article", { class: "card decided edit", id: "card", tabindex: "-1", "aria-labelledby": "card-what", "data-decision": "edit" },
    node("p", { class: "kicker", id: "card-what" }, VERDICTS.edit), change(pairs(old, reworded(old, { start: 0, end: old.length, text })), "own"),
    node("p", { class: "acts" }, button("Edit", "edit", "e"), button("Undo", "undo", "u")));
}

const onOneLine = (text, most) => lines(text, most).replace(/\n/g, "↵");

function* pair(made, most, kind) {
  for (const [old, text] of made) {
    if (old) { yield removed(onOneLine(old, most), kind); yield " "; }
    if (text) { yield added(onOneLine(text, most), kind); yield " "; }
  }
}

function change(made, kind) {
  const element = node("p", { class: "change", dir: "auto" }, ...pair(made.slice(0, 6), 400, kind));
  if (made.length > 6) element.append(`and ${counted(made.length - 6, "more place")}`);
  return element;
}

export const button = (label, act, letter, more) => node("button", { type: "button", "data-act": act, "aria-keyshortcuts": letter, ...more }, label, " ", node("kbd", { "aria-hidden": "true" }, letter));

function acts(place, made, kind) {
  const fixed = proposal(place);
  const pressed = (name) => ({ "aria-pressed": made === name ? "true" : "false" });
  const bar = node("p", { class: "acts" });
  if (fixed) bar.append(button(kind === "applied" ? "Keep" : "Accept", "accept", "a", { ...pressed("accept"), class: "yes" }));
  bar.append(button(kind === "applied" ? "Take back" : "Leave as it is", "reject", "r", pressed("reject")), button("Edit", "edit", "e", pressed("edit")));
  if (made) bar.append(button("Undo", "undo", "u"));
  return bar;
}

// What is opened only by who asks: the reason, and the same decision for others.
function more(place, mine) {
  const why = node("details", { class: "why" }, node("summary", {}, "Why?"), node("p", {}, visible(mine.why)));
  for (const finding of place.findings) {
    why.append(node("p", { class: "fine" }, [visible(finding.rule), finding.severity, "line " + finding.at, finding.sure < 1 && percent(finding.sure) + " sure",
      finding.state === "proposed" && finding.fix].filter(Boolean).join(" · ")));
  }
  const same = node("details", { class: "same" }, node("summary", {}, "The same for others…"));
  return node("div", { class: "more" }, why, same);
}
