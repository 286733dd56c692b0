"use strict";
// Filters over the notes, and j/k from note to note. Without script the page shows everything.
const filters = document.getElementById("filters");
const notes = [...document.querySelectorAll(".note")];
const fileOf = new Map(notes.map((note) => [note, note.closest(".file").dataset.file]));
function show() {
  const want = Object.fromEntries(new FormData(filters));
  let shown = 0;
  for (const note of notes) {
    const fits = (!want.file || want.file === fileOf.get(note)) && (!want.rule || want.rule === note.dataset.rule) &&
      (!want.severity || want.severity === note.dataset.severity) && (!want.state || want.state === note.dataset.state);
    note.hidden = !fits;
    shown += fits;
  }
  const narrowed = Boolean(want.rule || want.severity || want.state);
  for (const file of document.querySelectorAll(".file")) {
    const wanted = !want.file || want.file === file.dataset.file;
    file.hidden = !wanted || (narrowed && !file.querySelector(".note:not([hidden])"));
    for (const row of file.querySelectorAll(".row:not(.calm)")) {
      row.hidden = narrowed && !row.querySelector(".note:not([hidden])");
    }
  }
  document.body.classList.toggle("only", document.getElementById("only").checked || narrowed);
  document.getElementById("count").textContent = shown === 1 ? "1 finding" : shown.toLocaleString("en") + " findings";
  document.getElementById("nothing").hidden = shown > 0 || !notes.length;
}
filters.addEventListener("input", show);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(SELECT|INPUT)$/.test(event.target.tagName)) return;
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const open = notes.filter((note) => !note.hidden && note.closest(".file").open);
  const at = open.indexOf(document.activeElement);
  const next = open[Math.min(Math.max(at + step, 0), open.length - 1)];
  if (next) { next.focus(); next.scrollIntoView({ block: "center" }); }
});
show();
