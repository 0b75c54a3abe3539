// What the service tells beside an answer, read from its header.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readNotes } from "../../catalogue/pages/editor/notes.js";

test("a header of Display Strings is read with the places", () => {
  const header = '%"d\'%c3%a9t%c3%a9, 5%25 %22x%22";code=query.a;line=12;column=8, %"plain"';
  assert.deepEqual(readNotes(header), [
    { text: 'd\'été, 5% "x"', line: 12, column: 8 },
    { text: "plain", line: 0, column: 0 },
  ]);
});

test("what cannot be read is left out", () => {
  for (const header of [null, "", '"plain"', '%"%c3"', '%"no end', '%"%zz"']) {
    assert.deepEqual(readNotes(header), []);
  }
});
