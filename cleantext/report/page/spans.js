// What stands at or beside a place, found without looking at what stands elsewhere.

const CELL = 512; // UTF-16 units; most edits lie in one cell or two

export const overlaps = (a, b) => a.start < b.end && b.start < a.end;
export const touches = (a, b) => a.start <= b.end && b.start <= a.end;
// Two edits clash that share a character, or where one inserts at the border of the other: which comes first?
export const clash = (a, b) => overlaps(a, b) || (touches(a, b) && (a.start === a.end || b.start === b.end));

export class SpanIndex {
  #cells = new Map();
  #size = 0;

  add(span, value) {
    const entry = { span, value, number: this.#size++ };
    for (let cell = Math.floor(span.start / CELL); cell <= Math.floor(span.end / CELL); cell++) {
      if (!this.#cells.has(cell)) this.#cells.set(cell, []);
      this.#cells.get(cell).push(entry);
    }
  }

  // The distinct values whose span and `span` are `related`, in the order in which they were added.
  near(span, related) {
    const found = new Map();
    for (let cell = Math.floor(span.start / CELL); cell <= Math.floor(span.end / CELL); cell++) {
      for (const entry of this.#cells.get(cell) || []) if (related(entry.span, span)) found.set(entry.number, entry.value);
    }
    return [...new Set([...found].sort((a, b) => a[0] - b[0]).map(([, value]) => value))];
  }
}
