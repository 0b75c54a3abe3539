// Texts without accents and case, and the words that are searched: the same rule as in catalogue/search/folding.py.

const LONGEST = 32;
const LETTERS = { æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ß: "ss", ς: "σ" };
const WORD = /[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{323af}]|(?:(?![\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{323af}])[\p{L}\p{N}])+/gu;

/** A text without accents and case, compatible forms of characters made the same. */
function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  return plain.replace(/[æœøłđðþıßς]/g, (letter) => LETTERS[letter]);
}

/** The words of a text, folded, in their order: runs of letters and digits, and each sign of a script without spaces. */
function words(text) {
  return (fold(text).match(WORD) ?? []).map((word) => [...word].slice(0, LONGEST).join(""));
}
