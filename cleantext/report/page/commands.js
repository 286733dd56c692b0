// The workbench: what keys, clicks and forms do.
import { $, card, findings, named, served } from "./content.js";
import { decide, decided, open, outcome, steps, whenDecided } from "./decisions.js";
import { VERDICTS } from "./drawing.js";
import { exported, finish, imported, keep, say, start } from "./keeping.js";
import { cover } from "./resolution.js";
import { applied, characters, counted, node, visible } from "./text.js";
import { choose, current, draw, first, fits, fitting, go, lastView, nextOpen, nextView, printing, redraw, stand, step, turn, wants } from "./views.js";

function act(finding, name, more) {
  if (!finding) return say("Choose a finding first: j goes to the next.");
  stand(finding);
  if (name === "edit") return edit(finding);
  if (name === "undo") return undo(finding);
  if (name === "accept" && !finding.fix) return say("Nothing is proposed here: e to write your own, r to leave it as it is.");
  if (name === "other") {
    const { edits } = finding.others[more] || {};
    if (!edits) return say("There is no such alternative here.");
    const { start, end } = cover({ ...edits[0], edits });
    const { text } = finding.file;
    decide([finding], "edit", { text: applied(text, start, end, edits), old: text.slice(start, end), offset: characters(text, finding.start, start) });
  } else {
    decide([finding], name);
  }
  say(`${name === "other" ? "Alternative taken" : VERDICTS[name]}.`);
  onward(finding);
}

// To the next open finding below; where there is none the decided one stays in view.
function onward(finding) {
  go(fitting.find((other) => other.number > finding.number && open(other)) || finding);
}

let visited = null; // the finding one went to since the last decision

// The decision that one went back to, else all of the last step.
function undo(finding) {
  const here = decided.has(finding) && finding === visited && !steps[steps.length - 1]?.includes(finding);
  const group = here ? [finding] : steps.pop();
  if (!group) return say("Nothing to undo.");
  decide(group, "undo");
  say(group.length > 1 ? `${counted(group.length, "decision")} taken back.` : "Decision taken back.");
  go(group[0]);
}

// Decide on all of a rule that is open and shown: in the file one is in, once more in every file.
function decideRule(name, rule, file) {
  const want = { ...wants(), rule };
  const wanted = findings.filter((finding) => open(finding) && (name === "reject" || finding.fix) && fits(finding, want));
  const here = wanted.filter((finding) => finding.file === file);
  const group = here.length ? here : wanted;
  if (!group.length) return say(`Nothing open of ${visible(rule)} is shown.`);
  decide(group, name);
  const more = wanted.length - group.length;
  say(`${counted(group.length, "finding")} of ${visible(rule)} ${VERDICTS[name].toLowerCase()}${here.length ? " in this file" : ""}; u takes that back.`
    + (more ? ` ${counted(more, "more", "more")} in other files: the same key again.` : ""));
}

// ---- One's own wording, for the sentences that a finding stands in

function edit(finding) {
  const element = card(finding);
  if (!element || element.querySelector("form")) return;
  const before = decided.get(finding);
  const mine = before?.decision === "edit" && before.old !== undefined ? before : null;
  const { text } = finding.file;
  const draft = mine ? { value: mine.text, old: mine.old, offset: mine.offset ?? 0, at: 0 } : drafted(finding);
  const ends = draft.old.match(/\r\n|\r|\n/)?.[0] || "\n";
  const box = node("textarea", { rows: 4, dir: "auto", spellcheck: "true", "aria-label": "Your wording" });
  box.value = draft.value;
  const form = node("form", { class: "own" }, box, node("p", { class: "acts" },
    node("button", { type: "submit", "aria-keyshortcuts": "Control+Enter" }, "Save"), " ", node("button", { type: "button", "data-act": "cancel", "aria-keyshortcuts": "Escape" }, "Cancel")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.remove();
    decide([finding], "edit", { text: box.value.replace(/\n/g, ends), old: draft.old, offset: draft.offset });
    say("Your wording is kept.");
    onward(finding);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    if (event.key === "Escape") { form.remove(); go(finding); }
  });
  element.querySelector(".acts").before(form);
  box.focus();
  box.setSelectionRange(draft.at, draft.at);
}

// The sentences as they read with all that is carried out, and with the finding's own fix where that stands clear.
function drafted(finding) {
  const { file } = finding;
  const { text } = file;
  let [start, end] = finding.scope;
  const own = finding.state === "proposed" ? finding.edits : [];
  const others = outcome(file).carried.filter((edit) => !own.some((mine) => edit.start <= mine.end && mine.start <= edit.end));
  for (const edit of others) {
    if (edit.start < end && start < edit.end) [start, end] = [Math.min(start, edit.start), Math.max(end, edit.end)];
  }
  const edits = [...others, ...own].filter((edit) => start <= edit.start && edit.end <= end).sort((a, b) => a.start - b.start || a.end - b.end);
  const before = edits.filter((edit) => edit.end <= finding.start);
  return {
    value: applied(text, start, end, edits), old: text.slice(start, end), offset: characters(text, finding.start, start),
    at: applied(text, start, Math.max(start, finding.start), before).length,
  };
}

// ---- Keys, clicks, forms

const COMMANDS = {
  j: () => { step(1); visited = current; }, k: () => { step(-1); visited = current; }, v: () => say(`View: ${nextView()}.`),
  n: () => { const next = visited = nextOpen(); if (next) go(next); else say("Nothing is open here."); },
  a: () => act(current, "accept"), r: () => act(current, "reject"), e: () => act(current, "edit"), u: () => undo(current),
  A: () => current ? decideRule("accept", current.rule, current.file) : act(null),
  R: () => current ? decideRule("reject", current.rule, current.file) : act(null),
  "/": () => $("filters").elements.words.focus(), "?": () => $("help").showModal(),
};
const ARROWS = { ArrowDown: COMMANDS.j, ArrowUp: COMMANDS.k }; // inside a note only: elsewhere they scroll

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("help").open) return;
  const { target } = event;
  if (/^(SELECT|TEXTAREA)$/.test(target.tagName) || (target.tagName === "INPUT" && /^(search|text)$/.test(target.type))) {
    if (event.key === "Escape" && target.type === "search") target.blur();
    return;
  }
  const letter = $("letters").checked &&
    (COMMANDS[event.key] || (/^[1-9]$/.test(event.key) && (() => act(current, "other", Number(event.key) - 1))));
  const command = letter || (target.closest(".note") && ARROWS[event.key]);
  if (!command) return;
  event.preventDefault();
  command();
});

let pressing = false; // a note that opened under the pointer would move what is being clicked
$("files").addEventListener("pointerdown", () => { pressing = true; });
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => { pressing = false; });
$("files").addEventListener("focusin", (event) => {
  const element = event.target.closest(".note");
  if (element && !pressing && named(element) !== current) stand(visited = named(element));
});
$("files").addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (pressed?.dataset.page) { turn(Number(pressed.dataset.page)); $("files").scrollIntoView(); return; }
  const place = event.target.closest("[data-about]");
  if (place) {
    const file = place.closest("[data-file]").dataset.file;
    const shown = place.dataset.about.split(" ").map((k) => document.getElementById(`n${file}-${k}`)).find((note) => note && !note.hidden);
    if (shown) { stand(visited = named(shown)); shown.focus({ preventScroll: true }); shown.scrollIntoView({ block: "nearest" }); }
    return;
  }
  const element = event.target.closest(".note");
  if (!element) return;
  const finding = visited = named(element);
  stand(finding);
  if (pressed?.dataset.act === "cancel") { pressed.closest("form").remove(); go(finding); }
  else if (pressed?.dataset.act) act(finding, pressed.dataset.act, Number(pressed.dataset.other));
});
document.querySelector("header").addEventListener("click", (event) => {
  const { acceptRule, showRule, showFile } = event.target.closest("button, a")?.dataset || {};
  const { elements } = $("filters");
  if (acceptRule) decideRule("accept", acceptRule, null);
  if (showRule) { elements.rule.value = showRule; first(); go(fitting[0]); }
  if (showFile && !document.getElementById("file-" + showFile)) { elements.file.value = showFile; first(); }
});
$("filters").addEventListener("input", (event) => { if (event.target.name === "view") choose(event.target.value); else first(); });
$("filters").addEventListener("submit", (event) => { event.preventDefault(); step(1); });
$("next").addEventListener("click", COMMANDS.n);
$("export").addEventListener("click", exported);
$("import").addEventListener("change", (event) => { if (event.target.files[0]) imported(event.target.files[0]); event.target.value = ""; });
$("keys").addEventListener("click", COMMANDS["?"]);
$("finish").addEventListener("click", finish);
addEventListener("beforeprint", () => printing(true));
addEventListener("afterprint", () => printing(false));

$("finish").hidden = !served;
whenDecided((made, wanted) => { visited = null; keep(made); redraw(wanted); });
start(redraw);
choose(lastView());
