import assert from "node:assert/strict";
import { test } from "node:test";
import { parts } from "./script.mjs";

const { Index, asked, distance } = parts(["folding", "ranking"], ["Index", "asked", "distance"]);

/** An index of rows of words in two files, and of what some entries are named after. */
function indexOf(first, second, count = 9, about = {}) {
  const files = {
    start: { count, perFile: 100, words: [first[0][0], second[0][0]], types: [], stamp: "s" },
    "words-0": first,
    "words-1": second,
    "entries-0": Array.from({ length: count }, (_, entry) => [`e${entry}`, "", 0, "", "", "", about[entry] ?? []]),
  };
  return new Index(async (name) => files[name]);
}

const SMALL = [
  [["bean", 0, [3], 2, [1], 5, [0]], ["beanstalk", 0, [4]], ["blue", 3, [2], 5, [1]]],
  [["garden", 2, [0, 1, 1]], ["geology", 5, [7]]],
];
const found = async (query) => (await indexOf(...SMALL).find(query)).entries;

test("names come before words in them, other names and descriptions, and words as they are before longer ones", async () => {
  assert.deepEqual(await found("bean"), [3, 4, 1, 0]);
  assert.deepEqual(await found("BÉAN"), [3, 4, 1, 0]);
  assert.deepEqual(await found("blue"), [2, 1]);
});

test("what an entry is named after comes before it, where it has the words too, and other entries stay in their order", async () => {
  const ledBy = async (about, query = "bean") => (await indexOf(...SMALL, 9, about).find(query)).entries;
  assert.deepEqual(await ledBy({ 4: [0] }), [3, 0, 4, 1]);
  assert.deepEqual(await ledBy({ 4: [3], 1: [4, 0] }), [3, 4, 1, 0]);
  assert.deepEqual(await ledBy({ 4: [0, 1] }), [3, 1, 4, 0]);
  assert.deepEqual(await ledBy({ 3: [7], 0: [0] }), [3, 4, 1, 0]);
  assert.deepEqual(await ledBy({ 3: [0], 4: [0], 0: [3] }), [0, 3, 4, 1]);
  assert.deepEqual(await ledBy({ 1: [0] }, "bean garden"), [0, 1]);
  const many = indexOf([["x", 2, [0, ...Array(29).fill(1)]]], [["y", 2, [0]]], 30, { 5: [29], 15: [28] });
  assert.deepEqual((await many.find("x")).entries.slice(4, 8), [4, 29, 5, 6]);
  assert.deepEqual((await many.find("x")).entries.slice(-2), [27, 28]);
});

test("a word is found from its first letters on, in whichever files it is", async () => {
  assert.deepEqual(await found("g"), [0, 1, 2, 7]);
  assert.deepEqual(await found("garde"), [0, 1, 2]);
});

test("what has all words is given alone, and where nothing has, what has most of them", async () => {
  assert.deepEqual(await indexOf(...SMALL).find("bean garden"), { entries: [1, 0], isWhole: true });
  assert.deepEqual(await indexOf(...SMALL).find("bean geology"), { entries: [3, 4, 1], isWhole: false });
  assert.deepEqual(await indexOf(...SMALL).find("garden nothing"), { entries: [0, 1, 2], isWhole: false });
});

test("a slip is forgiven where nothing has a word, two in long words, none in short words and numbers", async () => {
  assert.deepEqual(await found("gadren"), [0, 1, 2]);
  assert.deepEqual(await found("agrden"), [0, 1, 2]);
  assert.deepEqual(await found("baenstlak"), [4]);
  assert.deepEqual(await found("bxa"), []);
  const years = indexOf([["2022", 2, [1]]], [["x", 2, [2]]]);
  assert.deepEqual((await years.find("2023")).entries, []);
});

test("a distance is that to the most like beginning", () => {
  assert.equal(distance("umap", "umap", 2), 0);
  assert.equal(distance("uma", "umap", 2), 0);
  assert.equal(distance("mupa", "umap", 2), 2);
  assert.equal(distance("ab", "ba", 2), 1);
  assert.ok(distance("abcd", "wxyz", 1) > 1);
});

test("of a query its first words count, each once, and single letters where there is nothing else", () => {
  assert.deepEqual(asked("l'État l'état d"), ["etat"]);
  assert.deepEqual(asked("a b a"), ["a", "b"]);
  assert.deepEqual(asked("saison 2"), ["saison", "2"]);
  assert.equal(asked([..."abcdefghijklmnop"].map((letter) => letter.repeat(2)).join(" ")).length, 10);
});

test("whatever is asked, there is an answer", async () => {
  for (const query of ["", " ", "?!…", "🚀🚀", "x".repeat(10_000), "é ".repeat(5_000), "\ud800", "שלום عالم", "__proto__", "constructor"]) {
    const answer = await indexOf(...SMALL).find(query);
    assert.deepEqual(answer.entries, []);
    assert.equal(answer.isWhole, true);
  }
});
