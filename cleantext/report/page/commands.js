// The workbench: what keys, clicks, touches and forms do.
import { askForSure, groups, sameChange, whenSure } from "./bulk.js";
import { $, cover, files, order, places, waits } from "./content.js";
import { VERDICTS, otherReadings, proposal } from "./card.js";
import { decide, decided, openPlace, steps, undo, whenDecided } from "./decisions.js";
import { placesIn, selected } from "./drawing.js";
import { close, edit, sentenceAt, sentences } from "./editing.js";
import { askToFinish, copyText, downloadText, end } from "./finishing.js";
import { addText, exported, imported, keep, say, start } from "./keeping.js";
import { forgetHits, highlight, look, onHit } from "./search.js";
import { clash } from "./spans.js";
import { applied, characters, counted, node, visible } from "./text.js";
import { choose, current, currentView, fits, fitting, go, lastView, listFiles, narrow, nextOpen, nextView, printing, redraw, rowAt, show, shownFile, spot, stand, standIn, step, turn, wants, writing } from "./views.js";

function act(place, name, more) {
  if (!place) return say("Choose a place first: n goes to the next.");
  if (place.state === "free") return name === "edit" ? edit(place, null, onward) : name === "undo" ? takeBack([[place, undefined]]) : say("These are your own words: e to edit them, u to undo.");
  if (name === "edit") return edit(place, null, decidedOn);
  if (name === "undo") return takeBack();
  const list = wishes(place, name, more);
  if (typeof list === "string") return say(list);
  decide(list);
  say(`${name === "other" ? "The other reading taken" : VERDICTS[name]}; u takes that back.`);
  onward(place);
}

// The decisions that a verdict on a place makes: the chosen reading, and no to what it excludes. Else why there are none.
function wishes(place, name, more) {
  const waiting = place.findings.filter(waits);
  const subjects = waiting.length ? waiting : place.findings;
  if (name === "reject") return subjects.map((finding) => [finding, "reject"]);
  const reading = name === "other" ? otherReadings(place)[more] : proposal(place);
  if (!reading) return name === "other" ? "There is no such reading here." : "Nothing is proposed here: e to write your own, r to leave it as it is.";
  const chosen = reading.other === null ? [reading.finding, "accept"] : [reading.finding, "edit", worded(reading)];
  const excluded = (finding) => !finding.edits.length || finding.edits.some((a) => reading.edits.some((b) => clash(a, b)));
  const others = subjects.filter((finding) => finding !== reading.finding && waits(finding) && (excluded(finding) || decided.has(finding)));
  return [chosen, ...others.map((finding) => [finding, excluded(finding) ? "reject" : "undo"])];
}

function worded({ finding, edits }) {
  const { start, end } = cover([{ ...edits[0], edits }]);
  const { text } = finding.file;
  return { text: applied(text, start, end, edits), old: text.slice(start, end), offset: characters(text, finding.start, start) };
}

// After own words: the editor has decided, unless it gives back the proposal, to be accepted.
function decidedOn(finding, name, done) {
  if (!done) decide(wishes(finding.place, "accept"));
  say(done ? "Your words are saved; u takes them back." : "Accepted as proposed.");
  onward(finding.place);
}

// To the next open place; where there is none the decided one stays in view.
function onward(place) {
  const next = nextOpen();
  go(next || place);
  if (!next) say("All decided; f finishes.");
}

let visited = null; // the place one went to since the last decision

// The decision that one went back to, else all of the last step.
function takeBack(step) {
  const last = steps[steps.length - 1]?.map(([subject]) => subject);
  const mine = current && (current.state === "free" ? [current] : current.findings).filter((subject) => decided.has(subject));
  const here = current && current === visited && mine.length && !mine.some((subject) => last?.includes(subject));
  const group = step || (here ? mine.map((subject) => [subject, undefined]) : steps.pop());
  if (!group) return say("Nothing to undo.");
  const [first] = undo(group);
  say(group.length > 1 ? `${counted(group.length, "decision")} taken back.` : "Taken back.");
  if (first.state !== "free") go(first.place);
  else if (current?.state === "free") stand(null);
}

// One verdict for several places, those only that are open.
function decideAll(name, group, what, stay = false) {
  const made = group.filter(openPlace).map((place) => wishes(place, name)).filter((list) => typeof list !== "string");
  if (!made.length) return say(`Nothing ${what} can be ${name === "accept" ? "accepted" : "left"}.`);
  decide(made.flat());
  say(`${counted(made.length, "place")} ${what} ${name === "accept" ? "accepted" : "left as they were"}; u takes that back.`);
  if (!stay && current && !openPlace(current)) onward(current);
}

// Decide on all of a rule that is open and shown: in the file one is in, once more in every file.
function decideRule(name, rule, file) {
  const want = { ...wants(), rule };
  const wanted = places.filter((place) => openPlace(place) && fits(place, want) && (name === "reject" || proposal(place)?.finding.rule === rule));
  const here = wanted.filter((place) => place.file === file);
  const group = here.length ? here : wanted;
  const more = wanted.length - group.length;
  decideAll(name, group, `of ${visible(rule)}${here.length ? " in this file" : ""}`, more > 0);
  if (more) say(`${$("said").textContent} ${counted(more, "more", "more")} in other files: the same key again.`);
}

// ---- Sentences, with or without a finding

function sentenceBy(by) {
  const file = shownFile;
  let row = spot?.file === file ? spot.row : current?.file === file ? current.row ?? 0 : 0;
  const at = spot?.file === file ? spot.start : current?.file === file ? current.start - (by > 0 ? 1 : 0) : -1;
  for (; row >= 0 && row < file.rows.length; row += by) {
    const list = sentences(file, row);
    const next = by > 0 ? list.find((each) => each.start > at) : list.findLast((each) => each.start < at);
    if (next) { stand(null); show(file, row); standIn(next); document.querySelector(".spot")?.scrollIntoView({ block: "center" }); return; }
  }
}

function editHere() {
  if (current) return act(current, "edit");
  if (spot) return editSentence(spot);
  say("Choose a place or a sentence first: n goes to the next place, J to the next sentence.");
}

function editSentence(sentence) {
  const inside = placesIn(sentence.file, sentence.row).filter((place) => place.start < sentence.end && sentence.start < place.end && openPlace(place));
  if (inside.length === 1) { stand(inside[0]); act(inside[0], "edit"); return; }
  edit(null, sentence, (subject) => { say("Your words are saved; u takes them back."); stand(decided.has(subject) ? subject : null); });
}

// The place in the source that was clicked on, to the sentence at least.
function sentenceOf(target) {
  const known = target.closest("[data-at]") || target.closest("ins")?.previousElementSibling?.closest("[data-at]") || target.closest(".row")?.querySelector("[data-at]");
  if (!known || !shownFile) return null;
  const chosen = getSelection();
  const inside = chosen.anchorNode && known.contains(chosen.anchorNode) ? chosen.anchorOffset : 0;
  const at = Number(known.dataset.at) + inside;
  return sentenceAt(shownFile, rowAt(shownFile, at), at);
}

// ---- Keys

// The places that the card's last part offers to decide on as this one.
$("side").addEventListener("toggle", (event) => {
  const { target } = event;
  if (!target.matches(".same[open]") || target.children.length > 1) return;
  target.append(...groups(current).map(([what, group], i) => node("p", {}, `${counted(group.length, "place")} ${what} `,
    ...[["Accept", "accept"], ["Leave", "reject"]].filter(([, name]) => name === "reject" || group.some(proposal))
      .map(([label, name]) => node("button", { type: "button", "data-all": name, "data-group": i, "aria-label": `${label} ${what}` }, label)))));
  if (target.children.length === 1) target.append(node("p", {}, "There is no other place like this one."));
}, true);

const COMMANDS = {
  j: () => { step(1); visited = current; }, k: () => { step(-1); visited = current; }, v: () => say(`View: ${nextView()}.`),
  n: () => { const next = visited = nextOpen(); if (next) go(next); else say("Nothing is open here."); },
  a: () => act(current, "accept"), r: () => act(current, "reject"), e: editHere, u: () => takeBack(),
  s: () => askForSure(shownFile), "=": () => current?.findings ? decideAll("accept", sameChange(current), "like this") : act(null),
  A: () => current?.findings ? decideRule("accept", proposal(current)?.finding.rule ?? current.findings[0].rule, current.file) : act(null),
  R: () => current?.findings ? decideRule("reject", current.findings[0].rule, current.file) : act(null),
  J: () => sentenceBy(1), K: () => sentenceBy(-1),
  f: askToFinish, "/": () => $("find").elements.words.focus(), "?": () => $("help").showModal(),
};
const ARROWS = { ArrowDown: COMMANDS.j, ArrowUp: COMMANDS.k }; // inside a card only: elsewhere they scroll

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = /^(SELECT|TEXTAREA)$/.test(target.tagName) || (target.tagName === "INPUT" && !/^(checkbox|radio|range)$/.test(target.type));
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey && !typing) { event.preventDefault(); takeBack(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false; }
  if (typing) return;
  const letter = $("letters").checked && (COMMANDS[event.key] || (/^[1-9]$/.test(event.key) && (() => act(current, "other", Number(event.key) - 1))));
  const command = letter || (target.closest("#side") && ARROWS[event.key]);
  if (!command) return;
  event.preventDefault();
  command();
});

// ---- Clicks and touches

$("text").addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (pressed?.dataset.page) return turn(Number(pressed.dataset.page));
  if (pressed?.id === "copy") return copyText(shownFile);
  if (pressed?.id === "download") return downloadText(shownFile);
  if (pressed?.dataset.act === "close") { close(); return; }
  if (pressed || event.target.closest("form") || !getSelection().isCollapsed) return;
  const about = event.target.closest("[data-place], [data-free]");
  if (about?.dataset.place) {
    const shown = about.dataset.place.split(" ").map((k) => shownFile.places[Number(k)]);
    visited = shown.find(openPlace) || shown[0];
    standIn(null);
    stand(visited);
    $("card")?.focus({ preventScroll: true });
  } else if (about?.dataset.free) {
    standIn(null);
    stand(visited = shownFile.free.get(about.dataset.free));
  } else if (event.target.closest(".prose") && currentView() !== "clean") {
    standIn(sentenceOf(event.target));
    stand(null);
  }
});
$("text").addEventListener("dblclick", (event) => {
  if (event.target.closest("form, button") || !event.target.closest(".prose")) return;
  const sentence = currentView() === "clean" ? null : sentenceOf(event.target);
  if (!sentence) { if (currentView() === "clean") say("Choose the view Edit to change the text."); return; }
  getSelection().removeAllRanges();
  editSentence(sentence);
});
for (const area of ["side", "bar"]) $(area).addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (pressed?.dataset.act === "next") COMMANDS.j();
  else if (pressed?.dataset.act === "previous") COMMANDS.k();
  else if (pressed?.dataset.act === "alike") COMMANDS["="]();
  else if (pressed?.dataset.all) { const [what, group] = groups(current)[Number(pressed.dataset.group)]; decideAll(pressed.dataset.all, group, what); }
  else if (pressed?.dataset.act) act(current, pressed.dataset.act, Number(pressed.dataset.other));
});
let began = null;
addEventListener("touchstart", (event) => { began = event.target.closest("#side, #bar") ? event.touches[0] : null; }, { passive: true });
addEventListener("touchend", (event) => {
  if (!began) return;
  const [x, y] = [event.changedTouches[0].clientX - began.clientX, event.changedTouches[0].clientY - began.clientY];
  if (Math.abs(x) > 60 && Math.abs(y) < 50) { if (x < 0) COMMANDS.j(); else COMMANDS.k(); }
}, { passive: true });

document.addEventListener("copy", (event) => {
  const chosen = getSelection();
  if (chosen.isCollapsed || /^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName) || !$("text").contains(chosen.getRangeAt(0).commonAncestorContainer)) return;
  event.clipboardData.setData("text/plain", selected(chosen.getRangeAt(0)));
  event.preventDefault();
});

$("about").addEventListener("click", (event) => {
  const { acceptRule, showRule, showFile } = event.target.closest("button, a")?.dataset || {};
  if (acceptRule) decideRule("accept", acceptRule, null);
  if (showRule) { $("filters").elements.rule.value = showRule; narrow(); go(fitting[0]); }
  if (showFile) { event.preventDefault(); openFile(files[Number(showFile)]); }
});
$("list").addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (pressed) openFile(files[Number(pressed.dataset.file)]);
});

// To the first open place of a file, else to its beginning.
function openFile(file) {
  standIn(null);
  const first = fitting.find((place) => place.file === file && openPlace(place));
  if (first) go(first, true);
  else { stand(null); show(file); }
  scrollTo(0, Math.min(scrollY, $("text").offsetTop));
  if (innerWidth < 1216) $("files").open = false;
}

$("views").addEventListener("change", (event) => choose(event.target.value));
$("filters").addEventListener("input", () => { narrow(); });
$("filters").addEventListener("reset", () => setTimeout(narrow));
$("filters").addEventListener("submit", (event) => { event.preventDefault(); step(1); });
let pausing = 0;
$("find").addEventListener("input", (event) => { clearTimeout(pausing); pausing = setTimeout(() => look(event.target.value), 120); });
$("find").addEventListener("submit", (event) => event.preventDefault());
$("find").addEventListener("keydown", (event) => {
  if (event.key === "Enter") { event.preventDefault(); clearTimeout(pausing); if (event.target.value !== $("find").dataset.looked) { $("find").dataset.looked = event.target.value; look(event.target.value); } onHit(event.shiftKey ? -1 : 1); }
  if (event.key === "Escape") { event.preventDefault(); clearTimeout(pausing); delete $("find").dataset.looked; forgetHits(); event.target.blur(); }
});
$("export").addEventListener("click", exported);
$("import").addEventListener("change", (event) => { if (event.target.files[0]) imported(event.target.files[0]); event.target.value = ""; });
$("undo").addEventListener("click", () => takeBack());
$("keys").addEventListener("click", COMMANDS["?"]);
// Texts to examine: pasted, or dropped as files
async function addTexts(list) {
  $("paste-box").open || $("paste-box").showModal();
  $("pasting").textContent = "Checking; the first text takes some seconds…";
  try {
    for (const [name, blob] of list) await addText(name, blob);
    location.reload();
  } catch (error) {
    $("pasting").textContent = visible(error.message);
  }
}
if (document.body.hasAttribute("data-inbox")) {
  $("add").addEventListener("click", () => $("paste-box").showModal());
  $("paste").addEventListener("submit", (event) => {
    event.preventDefault();
    const { text } = Object.fromEntries(new FormData(event.target));
    if (text.trim()) addTexts([["", new Blob([text])]]);
  });
  $("paste").addEventListener("click", (event) => { if (event.target.value === "close") $("paste-box").close(); });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => { event.preventDefault(); if (event.dataTransfer.files.length) addTexts([...event.dataTransfer.files].map((file) => [file.name, file])); });
  if (!files.length) $("paste-box").showModal();
}
$("to-filter").addEventListener("click", () => setTimeout(() => { $("to-filter").closest("details").open = false; $("filter").open = true; }));
$("facts").addEventListener("click", () => { $("about").open = true; $("about").scrollIntoView(); });
$("sure").addEventListener("click", COMMANDS.s);
whenSure((group, what) => decideAll("accept", group, what));
$("finish").addEventListener("click", askToFinish);
$("finish-box").addEventListener("click", (event) => { const name = event.target.closest("button")?.dataset.end; if (name) end(name); });
document.addEventListener("click", (event) => { for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false; });
addEventListener("beforeprint", () => printing(true));
addEventListener("afterprint", () => printing(false));

// ---- The beginning: the first place that needs a person

whenDecided((made) => { visited = null; keep(made); redraw(); highlight(); });
listFiles();
if (innerWidth < 1216) $("files").open = false;
start(() => { redraw(); });
choose(lastView());
narrow();
const first = nextOpen();
if (first) { stand(first); show(first.file, first.row); }
else if (order.length) show(files[order[0]]);
