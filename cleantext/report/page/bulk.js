// Several places in one step: the sure ones, those of a rule, kind or paragraph, and the same change elsewhere.
import { $, files, places, waiting } from "./content.js";
import { changes, pairs, percent, proposal, sureness } from "./card.js";
import { openPlace } from "./decisions.js";
import { byLikelihood } from "./drawing.js";
import { added, counted, lines, node, removed, visible } from "./text.js";

const PREVIEWED = 300; // proposals that the preview names

// ---- The same elsewhere

let alike = null; // what a change takes out and puts in -> the places where it is proposed

const asChange = (place) => JSON.stringify(changes(byLikelihood(place)[0]).map(([old, text]) => [old.trim(), text.trim()]));

export function sameChange(place) {
  if (!alike) {
    alike = new Map();
    for (const one of waiting) if (byLikelihood(one)[0].edits.length) {
      const name = asChange(one);
      if (!alike.has(name)) alike.set(name, []);
      alike.get(name).push(one);
    }
  }
  return (byLikelihood(place)[0].edits.length && alike.get(asChange(place)) || []).filter(openPlace);
}

// What a decision here can be extended to, each as [in words, the open places, with this one].
export function groups(place) {
  const { rule, pack } = byLikelihood(place)[0];
  const has = (field, value) => (other) => byLikelihood(other)[0][field] === value;
  const open = places.filter(openPlace);
  const here = open.filter((other) => other.file === place.file);
  return [
    ["like this", sameChange(place)],
    ["in this paragraph", here.filter((other) => other.row === place.row)],
    [`of ${visible(rule)} in this file`, here.filter(has("rule", rule))],
    [`of ${visible(rule)} in every file`, open.filter(has("rule", rule))],
    [`of the kind ${visible(pack)} in this file`, here.filter(has("pack", pack))],
    [`of the kind ${visible(pack)} in every file`, open.filter(has("pack", pack))],
  ].filter(([what, group], i, all) => group.length > 1 && (files.length > 1 || !what.endsWith("every file")) &&
    !all.slice(0, i).some(([, other]) => other.length === group.length && other.every((one, k) => one === group[k])));
}

// ---- The sure ones

const box = $("sure-box"), slider = $("surely"), scope = $("surely-in");
let inFile = null;
let chosen = [];
let without = new Set(); // those of the preview that are left out

const sureOnes = () => waiting.filter((place) => openPlace(place) && proposal(place) &&
  sureness(place) >= Number(slider.value) / 100 && (scope.value === "all" || place.file === inFile));

export function askForSure(file) {
  inFile = file;
  without = new Set();
  scope.value = "file";
  const most = Math.max(0, ...waiting.filter((place) => place.file === inFile && openPlace(place) && proposal(place)).map(sureness));
  slider.value = Math.max(50, Math.min(95, Math.floor(20 * most) * 5));
  preview();
  box.showModal();
  slider.focus();
}

function preview() {
  chosen = sureOnes().sort((a, b) => sureness(b) - sureness(a) || a.number - b.number);
  $("surely-told").textContent = `${slider.value} %`;
  $("sure-list").replaceChildren(...chosen.slice(0, PREVIEWED).map((place) => {
    const { words } = proposal(place);
    const { text } = place.file;
    const made = pairs(text, words).slice(0, 2).flatMap(([old, fresh]) => [...(old ? [removed(lines(old, 60), "proposed"), " "] : []), ...(fresh ? [added(lines(fresh, 60), "proposed"), " "] : [])]);
    const around = (from, to) => visible(text.slice(Math.max(0, from), to).replace(/\s+/g, " "));
    const first = words[0]?.start ?? place.start, last = words[0]?.end ?? place.end;
    return node("li", {}, node("label", {}, node("input", { type: "checkbox", checked: !without.has(place), "data-number": place.number }), " ",
      node("span", { class: "fine" }, percent(sureness(place))), " ", node("span", { class: "change" }, around(first - 30, first).replace(/^\S*(?=\s)/, first > 30 ? "…" : "$&"), ...made, around(last, last + 30).replace(/\s\S*$/, last + 30 < text.length ? " …" : "$&"))));
  }));
  if (chosen.length > PREVIEWED) $("sure-list").append(node("li", { class: "fine" }, `and ${counted(chosen.length - PREVIEWED, "more place")}`));
  tellNumber();
}

const accepted = () => chosen.filter((place) => !without.has(place));

function tellNumber() {
  const number = accepted().length;
  $("sure-yes").textContent = `Accept ${number.toLocaleString("en")}`;
  $("sure-yes").disabled = !number;
  $("sure-none").hidden = chosen.length > 0;
}

export function whenSure(accept) {
  slider.addEventListener("input", preview);
  scope.addEventListener("change", preview);
  $("sure-list").addEventListener("change", ({ target }) => {
    const place = places[Number(target.dataset.number)];
    if (target.checked) without.delete(place);
    else without.add(place);
    tellNumber();
  });
  const yes = () => { box.close(); const group = accepted(); if (group.length) accept(group, `at least ${slider.value} % sure`); };
  $("sure-yes").addEventListener("click", yes);
  slider.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); yes(); } });
}
