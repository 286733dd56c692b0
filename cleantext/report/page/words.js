// Edits as people read them: whole words out, whole words in. What the edits do stays the same.

const REACH = 40; // how far an edit grows to reach the end of a word; what is longer is no word
const TABLE = 250000; // cells of the table that finds what two wordings have in common

// Edits of whole words that do what `edits` do, in order, each with the `origins` that it shows.
export function wholeWords(text, edits) {
  const done = [];
  for (const { start, end, members } of windows(text, edits)) {
    let at = start, fresh = "";
    for (const edit of members) {
      fresh += text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    for (const edit of tokenEdits(start, text.slice(start, end), fresh + text.slice(at, end))) {
      const touching = members.filter((own) => own.start <= edit.end && edit.start <= own.end);
      done.push({ ...edit, origins: touching.length ? touching : members });
    }
  }
  return done;
}

function windows(text, edits) {
  const found = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const span = grown(text, edit);
    const last = found[found.length - 1];
    if (last && span.start <= last.end) {
      last.end = Math.max(last.end, span.end);
      last.members.push(edit);
    } else {
      found.push({ ...span, members: [edit] });
    }
  }
  return found;
}

function grown(text, { start, end }) {
  const before = text.slice(Math.max(0, start - REACH), start).match(/\S*$/u)[0].length;
  const after = text.slice(end, end + REACH).match(/^\S*/u)[0].length;
  return { start: start - (before < REACH ? before : 0), end: end + (after < REACH ? after : 0) };
}

// The edits from `old`, which begins at `start`, to `fresh`, word by word; those with only white space between are one.
function tokenEdits(start, old, fresh) {
  const a = old.match(/\s+|\S+/gu) || [], b = fresh.match(/\s+|\S+/gu) || [];
  const edits = [];
  let i = 0, j = 0, at = start, kept = "";
  for (const [m, n] of [...matches(a, b), [a.length, b.length]]) {
    const here = a.slice(i, m).join(""), there = b.slice(j, n).join("");
    if (here || there) {
      if (edits.length && kept && !kept.trim()) {
        const last = edits.pop();
        edits.push({ start: last.start, end: at + here.length, text: last.text + kept + there });
      } else {
        edits.push({ start: at, end: at + here.length, text: there });
      }
      kept = "";
    }
    at += here.length + (a[m] || "").length;
    kept += a[m] || "";
    [i, j] = [m + 1, n + 1];
  }
  return edits;
}

// A longest common subsequence of two lists of tokens, as pairs of indices.
function matches(a, b) {
  let head = 0, tail = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const m = a.length - head - tail, n = b.length - head - tail;
  const pairs = Array.from({ length: head }, (_, i) => [i, i]);
  if (m && n && m * n <= TABLE) {
    const table = Array.from({ length: m + 1 }, () => new Uint16Array(n + 1));
    for (let i = m - 1; i >= 0; i--) {
      for (let j = n - 1; j >= 0; j--) {
        table[i][j] = a[head + i] === b[head + j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }
    for (let i = 0, j = 0; i < m && j < n;) {
      if (a[head + i] === b[head + j]) { pairs.push([head + i, head + j]); i += 1; j += 1; }
      else if (table[i + 1][j] >= table[i][j + 1]) i += 1;
      else j += 1;
    }
  }
  for (let i = tail; i > 0; i--) pairs.push([a.length - i, b.length - i]);
  return pairs;
}
