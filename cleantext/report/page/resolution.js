// From decisions to the edits of the copy: the same as cleantext/review/resolution.py, which writes it. A test holds
// the two against each other.
import { cover } from "./content.js";
import { SpanIndex, clash } from "./spans.js";
import { walk } from "./text.js";

const STANDING = 0, ACCEPTED = 1, OWN = 2;

// `decided`: finding or free edit -> decision, in the order made. Gives the edits { start, end, text, about } in order,
// the wishes that they fulfil, and for each whose wish is not carried out the one that has its place.
export function resolve(file, decided) {
  const order = new Map([...decided.keys()].map((finding, i) => [finding, i]));
  const is = (finding, ...names) => names.includes(decided.get(finding)?.decision);
  const left = new Map();
  const takenBack = new SpanIndex();
  for (const finding of file.findings) {
    if (finding.state === "applied" && is(finding, "reject")) finding.edits.forEach((edit) => takenBack.add(edit, finding));
  }

  function apart(wish) {
    const refused = wish.findings.filter((finding) => is(finding, "reject"));
    const wishes = [];
    for (const finding of wish.findings) {
      if (is(finding, "reject", "edit") || !finding.edits.length) continue;
      const against = refused.find((other) => finding.edits.some((a) => other.edits.some((b) => clash(a, b))));
      if (against) left.set(finding, against);
      else wishes.push(own(finding, is(finding, "accept") ? [ACCEPTED, order.get(finding)] : [STANDING, 0]));
    }
    return wishes;
  }

  function standing() {
    return file.applied.flatMap(({ edits, words }) => {
      const wish = wished(edits, words, [STANDING, 0]);
      return wish.findings.some((finding) => is(finding, "reject", "edit")) ? apart(wish) : [wish];
    });
  }

  function wanted() {
    const wishes = [];
    for (const [finding, decision] of decided) {
      if (decision.decision === "edit") {
        const edit = ownWords(finding, decision);
        if (edit) wishes.push(wished([edit], reworded(finding.file.text, edit), [OWN, order.get(finding)]));
      } else if (decision.decision === "accept" && finding.state !== "applied" && finding.edits.length && bringsBack(finding)) {
        wishes.push(own(finding, [ACCEPTED, order.get(finding)]));
      }
    }
    return wishes;
  }

  // Whether an accepted fix is carried out although it builds on one that is rejected: the later decision.
  function bringsBack(finding) {
    const later = finding.edits.flatMap((edit) => takenBack.near(edit, clash)).find((other) => order.get(other) > order.get(finding));
    if (later) left.set(finding, later);
    return !later;
  }

  // Own words speak for all they replace that was decided before them, a fix for what it builds on.
  function lost(wish, winners) {
    const spoken = wish.rank[0] === STANDING ? winners : winners.filter(({ rank }) => rank[0] === OWN && rank[1] > wish.rank[1]);
    const within = (edit) => spoken.some((winner) => winner.edits.some((by) => by.start <= edit.start && edit.end <= by.end));
    if (!wish.edits.every(within)) {
      const winner = winners.flatMap(({ findings }) => findings)[0] || null;
      for (const finding of wish.findings) left.set(finding, winner);
    }
  }

  const chosen = [];
  const taken = new SpanIndex();
  const waiting = [...standing(), ...wanted()].sort((a, b) => b.rank[0] - a.rank[0] || b.rank[1] - a.rank[1]).reverse();
  while (waiting.length) {
    const wish = waiting.pop();
    const winners = wish.edits.flatMap((edit) => taken.near(edit, clash));
    if (!winners.length) {
      wish.edits.forEach((edit) => taken.add(edit, wish));
      chosen.push(wish);
    } else if (wish.rank[0] === STANDING && wish.findings.length > 1) {
      waiting.push(...apart(wish).reverse());
    } else {
      lost(wish, winners);
    }
  }
  const carried = chosen.flatMap((wish) => wish.edits).sort((a, b) => a.start - b.start || a.end - b.end);
  return { carried, chosen, left };
}

const wished = (edits, words, rank) => ({
  edits, words, rank, findings: [...new Set(edits.flatMap((edit) => edit.about))].sort((a, b) => a.id < b.id ? -1 : 1),
});
const own = (finding, rank) => wished(...[finding.edits, finding.words].map((edits) => edits.map((edit) => ({ ...edit, about: [finding] }))), rank);

function ownWords(finding, { text, old, offset }) {
  if (old === undefined) return { ...cover([finding]), text, about: [finding], own: true };
  const start = walk(finding.file.text, finding.start, offset || 0);
  const there = start >= 0 && start <= finding.file.text.length && finding.file.text.startsWith(old, start);
  return there ? { start, end: start + old.length, text, about: [finding], own: true } : null;
}

// One's own words as what they change: the words that they begin and end with alike are left out.
export function reworded(source, edit) {
  const old = source.slice(edit.start, edit.end).match(/\s+|\S+/gu) || [], fresh = edit.text.match(/\s+|\S+/gu) || [];
  const most = Math.min(old.length, fresh.length);
  let head = 0, tail = 0;
  while (head < most && old[head] === fresh[head]) head += 1;
  while (tail < most - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail += 1;
  if (head === old.length && head === fresh.length) return [];
  const start = edit.start + old.slice(0, head).join("").length;
  const end = edit.end - old.slice(old.length - tail).join("").length;
  return [{ ...edit, start, end, text: fresh.slice(head, fresh.length - tail).join("") }];
}
