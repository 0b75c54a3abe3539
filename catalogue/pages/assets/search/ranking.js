// The index of one language: which entries have the words that are asked for, the best first.

/** What a word is worth by where an entry has it: its name, the first word of it, in it, in another name, in what its types and
 * key values are called, in its description. */
const POINTS = [100, 80, 60, 40, 12, 6];
const [EXACT, BEGUN, MISTYPED] = [1, 0.75, 0.5];
const [MOST_CHARACTERS, MOST_WORDS] = [1000, 10];
/** How many characters of a word are left as they are, at least, for each that is mistyped. */
const CHARACTERS_PER_TYPO = 4;
/** Where nothing has all words, how much of what the best entry is worth another must be. */
const FEWEST = 0.25;
/** Before how many of the first entries what they are named after is put. */
const LED = 10;

/** How many characters differ between a word and the beginning of another that is most like it, two exchanged ones counted once.
 *
 * @param {string} word  @param {string} other  @param {number} most more are not counted
 */
function distance(word, other, most) {
  let [beforeLast, last] = [[], [...Array(word.length + 1).keys()]];
  let least = last[word.length];
  for (let at = 1; at <= Math.min(other.length, word.length + most); at += 1) {
    const row = [at];
    for (let place = 1; place <= word.length; place += 1) {
      const isSame = word[place - 1] === other[at - 1];
      row[place] = Math.min(last[place] + 1, row[place - 1] + 1, last[place - 1] + (isSame ? 0 : 1));
      if (place > 1 && at > 1 && word[place - 1] === other[at - 2] && word[place - 2] === other[at - 1]) {
        row[place] = Math.min(row[place], beforeLast[place - 2] + 1);
      }
    }
    [beforeLast, last] = [last, row];
    least = Math.min(least, row[word.length]);
  }
  return least;
}

/** The words that a query asks for: the first ones, each once; single letters only where there is nothing else. */
function asked(query) {
  const all = [...new Set(words(query.slice(0, MOST_CHARACTERS)))];
  const longer = all.filter((word) => !/^[a-z]$/.test(word));
  return (longer.length ? longer : all).slice(0, MOST_WORDS);
}

/** An index. */
class Index {
  #load;

  /** @param {(name: string, stamp?: string) => Promise} load gives what a file of the index has */
  constructor(load) {
    this.#load = load;
  }

  /** What is said of the index as a whole. */
  start() {
    return this.#load("start");
  }

  async #file(name) {
    return this.#load(name, (await this.start()).stamp);
  }

  /** The rows of the words that begin with something. */
  async #beginningWith(prefix) {
    const { words: firsts } = await this.start();
    let place = firsts.length - 1;
    while (place > 0 && firsts[place] > prefix) {
      place -= 1;
    }
    const files = [];
    do {
      files.push(this.#file(`words-${place}`));
      place += 1;
    } while (place < firsts.length && firsts[place].startsWith(prefix));
    return (await Promise.all(files)).flat().filter(([word]) => word.startsWith(prefix));
  }

  /** The rows of the words that may be meant by a word that nothing has; one of its first two characters must be the first. */
  async #like(word) {
    const most = /^\p{N}+$/u.test(word) ? 0 : Math.min(2, Math.floor(word.length / CHARACTERS_PER_TYPO));
    if (!most) {
      return [];
    }
    const firsts = new Set([...word].slice(0, 2));
    const rows = await Promise.all([...firsts].map((first) => this.#beginningWith(first)));
    return rows.flat().filter(([other]) => distance(word, other, most) <= most);
  }

  /** What each entry that has a word is worth. */
  async #worth(word) {
    const begun = await this.#beginningWith(word);
    const rows = begun.length ? begun : await this.#like(word);
    const worth = new Map();
    for (const [other, ...places] of rows) {
      const factor = other === word ? EXACT : begun.length ? BEGUN : MISTYPED;
      for (let at = 0; at < places.length; at += 2) {
        let entry = 0;
        for (const step of places[at + 1]) {
          entry += step;
          worth.set(entry, Math.max(worth.get(entry) ?? 0, POINTS[places[at]] * factor));
        }
      }
    }
    return worth;
  }

  /** Find what has the words of a query.
   *
   * @returns {Promise<{entries: number[], isWhole: boolean}>} the numbers of the entries, the best first; whether they have all
   * words: where none has, those that are worth most of what they have of them
   */
  async find(query) {
    const { count } = await this.start();
    const byWord = await Promise.all(asked(query).map((word) => this.#worth(word)));
    const [total, matched] = [new Map(), new Map()];
    for (const worth of byWord) {
      const rarity = Math.log(1 + count / (worth.size || 1));
      for (const [entry, points] of worth) {
        total.set(entry, (total.get(entry) ?? 0) + points * rarity);
        matched.set(entry, (matched.get(entry) ?? 0) + 1);
      }
    }
    const ordered = [...total].sort(([one, its], [other, others]) => others - its || one - other);
    const whole = ordered.filter(([entry]) => matched.get(entry) === byWord.length);
    const kept = whole.length ? whole : ordered.filter(([, worth]) => worth >= ordered[0][1] * FEWEST);
    const entries = await this.#led(kept.map(([entry]) => entry));
    return { entries, isWhole: whole.length > 0 || !ordered.length };
  }

  /** Put before the first entries the best of what they are named after, where it is among the others: a thing before its figures. */
  async #led(entries) {
    const [ranks, first] = [new Map(entries.map((entry, rank) => [entry, rank])), entries.slice(0, LED)];
    const rows = await this.#rows(first);
    const led = first.flatMap((entry, place) => {
      const about = (rows[place][6] ?? []).filter((other) => ranks.has(other));
      return [...about.sort((one, other) => ranks.get(one) - ranks.get(other)).slice(0, 1), entry];
    });
    return [...new Set([...led, ...entries])];
  }

  /** The rows of entries, by their numbers. */
  async #rows(numbers) {
    const { perFile } = await this.start();
    const files = await Promise.all(numbers.map((number) => this.#file(`entries-${Math.floor(number / perFile)}`)));
    return files.map((file, place) => file[numbers[place] % perFile]);
  }

  /** What is shown of entries, by their numbers. */
  async entries(numbers) {
    const { types } = await this.start();
    return (await this.#rows(numbers)).map(([name, address, type, text, language = "", textLanguage = ""]) => {
      return { name, address, type: types[type], text, language, textLanguage };
    });
  }

  /** What results are narrowed by. */
  facets() {
    return this.#file("facets");
  }
}
