// One segment of the index: its columns, read whole, and its postings, read as terms are asked for.
// Stories are counted here as the segment counts them.

import { Reader } from "./packing.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").SegmentInfo} SegmentInfo */

/**
 * How often a term stands in each folded field: title, summary and body of the original, then of the other edition.
 * @typedef {readonly number[]} Counts
 */
/**
 * A term's stories in order with its counts in each, and the stories that have it as a word; and, of a base, whether people
 * have it in their names.
 * @typedef {{stories: readonly number[], counts: readonly Counts[], words: readonly number[], namesPeople: boolean}} Posting
 */
/**
 * Where a term stands in one story, as `block * BLOCK + offset`; and for each place how many Han characters follow the
 * term there (at most 4; only if they were asked for).
 * @typedef {{places: readonly number[], follow: Uint8Array | null}} Places
 */
/**
 * The columns of a segment. `before`: for each earlier segment how many of its stories stand before each story.
 * @typedef {object} Columns
 * @property {number} size
 * @property {readonly (readonly number[])[]} before
 * @property {readonly number[]} first days, 1 being the first of January of the year 1
 * @property {readonly number[]} last
 * @property {readonly number[]} flags
 * @property {Readonly<Record<Tag, readonly (readonly string[])[]>>} tags
 * @property {readonly (readonly number[])[]} lengths of title, summary and body
 */
/** @typedef {"places" | "roles" | "sources"} Tag */
/**
 * Somebody: the number in the base's catalogue, every name folded, and their stories in the base.
 * @typedef {{number: number, id: string, names: string[], stories: number[]}} Person
 */

/** @type {readonly Tag[]} */
export const TAGS = ["places", "roles", "sources"];

/** The bits of a story's flags. */
export const TRADITIONAL = 1, BY_MONTH = 2, OTHER_DIFFERS = 4;

/** Offsets in a block stay below this. */
export const BLOCK = 2 ** 20;

/** The field of each kind of block: see `Counts`. */
export const fieldOf = (/** @type {number} */ block) => 3 * (block % 2) + Math.min(block >> 1, 2);

const HAS_STORIES = 1, HAS_WORD = 2, OWN_FILE = 4, NAMES_PEOPLE = 8;
const TEXTS_A_FOLDER = 250;
/** @type {Counts} */
const ONCE = [0, 0, 1, 0, 0, 0];
/** @type {Counts} */
const TWICE = [0, 0, 2, 0, 0, 0];
/** @type {Posting} */
const NOWHERE = { stories: [], counts: [], words: [], namesPeople: false };

/** One segment. */
export class Segment {
  /**
   * @param {Store} store
   * @param {SegmentInfo} info
   */
  constructor(store, info) {
    this.store = store;
    this.info = info;
    /** @type {Map<string, Promise<Map<string, Uint8Array>>>} */
    this.shards = new Map();
    /** @type {Map<string, Promise<Posting>>} */
    this.postings = new Map();
  }

  /**
   * What stands in the columns.
   * @param {number} earlier how many segments there are before this one
   * @param {Readonly<Record<Tag, readonly string[]>>} base the ids of the base's catalogue
   * @returns {Promise<Columns>}
   */
  async columns(earlier, base) {
    const reader = new Reader(await this.file("columns.bin"));
    const size = reader.number();
    const steps = (sign = 1) => {
      let value = 0;
      return Array.from({ length: size }, (_, i) => (value += i ? sign * reader.number() : reader.number()));
    };
    const before = Array.from({ length: earlier }, () => steps());
    const first = steps(-1);
    const last = first.map((day) => day + reader.number());
    const flags = reader.numbers(size);
    const tags = /** @type {Record<Tag, string[][]>} */ ({});
    for (const tag of TAGS) {
      tags[tag] = readTags(reader, size, base[tag]);
    }
    const lengths = [reader.numbers(size), reader.numbers(size), reader.numbers(size)];
    return { size, before, first, last, flags, tags, lengths };
  }

  /**
   * Who is in each story.
   * @param {number} size how many stories there are
   * @param {readonly string[]} base the ids of the base's catalogue
   */
  async people(size, base) {
    return readTags(new Reader(await this.file("people.bin")), size, base);
  }

  /**
   * The same by the numbers that people have in the base's catalogue, and beyond it in what the segment adds.
   * @param {number} size
   */
  async numbersOfPeople(size) {
    const reader = new Reader(await this.file("people.bin"));
    reader.texts();
    return readNumbers(reader, size);
  }

  /**
   * The people of a base who have a term in their names.
   * @param {string} term
   * @returns {Promise<Person[]>}
   */
  async named(term) {
    const entry = await this.entry("names", term);
    if (!entry) return [];
    const reader = new Reader(entry);
    return Array.from({ length: reader.number() }, () => ({
      number: reader.number(),
      id: reader.text(),
      names: reader.texts(),
      stories: reader.gaps(reader.number()),
    }));
  }

  /**
   * The posting of a term or word; an empty one where the segment has it not.
   * @param {string} term
   * @returns {Promise<Posting>}
   */
  posting(term) {
    let found = this.postings.get(term);
    if (!found) {
      found = this.readPosting(term);
      this.postings.set(term, found);
      found.catch(() => this.postings.delete(term));
    }
    return found;
  }

  /** @param {string} term */
  async readPosting(term) {
    const entry = await this.entry("terms", term);
    if (!entry) return NOWHERE;
    let reader = new Reader(entry);
    const kind = reader.number();
    if (kind & OWN_FILE) reader = new Reader(await this.file(`terms/x${reader.number()}.bin`));
    /** @type {number[]} */
    const stories = [];
    /** @type {Counts[]} */
    const counts = [];
    if (kind & HAS_STORIES) {
      let story = 0;
      const size = reader.number();
      const packed = new Reader(reader.chunk());
      for (let i = 0; i < size; i += 1) {
        const head = packed.number();
        stories.push((story += head >>> 2));
        counts.push((head & 3) === 1 ? ONCE : (head & 3) === 2 ? TWICE : byField(packed));
      }
    }
    const words = kind & HAS_WORD ? reader.gaps(reader.number()) : [];
    return { stories, counts, words, namesPeople: (kind & NAMES_PEOPLE) !== 0 };
  }

  /**
   * Where a term stands in some of its stories.
   * @param {string} term
   * @param {ReadonlySet<number>} wanted
   * @param {boolean} withFollow
   * @returns {Promise<Map<number, Places>>}
   */
  async places(term, wanted, withFollow) {
    /** @type {Map<number, Places>} */
    const found = new Map();
    const { stories } = await this.posting(term);
    const entry = await this.entry("places", term);
    if (!entry || !stories.some((story) => wanted.has(story))) return found;
    const reader = new Reader(entry);
    const chunks = reader.number();
    if (!chunks) {
      const follow = withFollow ? await this.entry("follow", term) : null;
      readPlaces(reader, stories, wanted, follow ?? null, found);
      return found;
    }
    const name = reader.number();
    const bounds = [...reader.gaps(chunks), stories.length];
    const read = async (/** @type {number} */ chunk) => {
      const some = stories.slice(bounds[chunk], bounds[chunk + 1]);
      if (!some.some((story) => wanted.has(story))) return;
      const file = `x${name}-${chunk}.bin`;
      const follow = withFollow ? this.file(`follow/${file}`) : null;
      readPlaces(new Reader(await this.file(`places/${file}`)), some, wanted, await follow, found);
    };
    await Promise.all(Array.from({ length: chunks }, (_, chunk) => read(chunk)));
    return found;
  }

  /**
   * One story in one edition, as it is shown.
   * @param {number} story
   * @param {import("./syntax.js").Script} script
   * @returns {Promise<any>}
   */
  texts(story, script) {
    const folder = Math.floor(story / TEXTS_A_FOLDER);
    return this.json(`texts/${folder}/${story}.${script}.bin`);
  }

  /** @param {string} path */
  file(path) {
    return this.store.file(`${this.info.name}/${path}`);
  }

  /** @param {string} path */
  json(path) {
    return this.store.json(`${this.info.name}/${path}`);
  }

  /**
   * What a shard has of a term.
   * @param {"terms" | "places" | "follow" | "names"} kind
   * @param {string} term
   * @returns {Promise<Uint8Array | undefined>}
   */
  async entry(kind, term) {
    const path = `${kind}/${shardOf(term, this.info.shards[kind])}.bin`;
    let shard = this.shards.get(path);
    if (!shard) {
      shard = this.file(path).then((bytes) => {
        const reader = new Reader(bytes), size = reader.number();
        return new Map(Array.from({ length: size }, () => [reader.text(), reader.chunk()]));
      });
      this.shards.set(path, shard);
      shard.catch(() => this.shards.delete(path));
    }
    return (await shard).get(term);
  }
}

/**
 * The shard that a term stands in: FNV-1a over the code points of its first two characters.
 * @param {string} term
 * @param {number} count
 */
function shardOf(term, count) {
  let hash = 0x811c9dc5;
  for (const ch of Array.from(term.slice(0, 4)).slice(0, 2)) hash = Math.imul(hash ^ (ch.codePointAt(0) ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % count;
}

/**
 * @param {Reader} reader
 * @param {number} size
 * @param {readonly string[]} base
 */
function readTags(reader, size, base) {
  const ids = [...base, ...reader.texts()];
  return readNumbers(reader, size).map((own) => own.map((number) => ids[number]));
}

/**
 * @param {Reader} reader
 * @param {number} size
 */
function readNumbers(reader, size) {
  const counts = reader.numbers(size);
  return counts.map((count) => reader.numbers(count));
}

/**
 * @param {Reader} reader
 * @returns {Counts}
 */
function byField(reader) {
  const fields = reader.number();
  return Array.from({ length: 6 }, (_, field) => ((fields >> field) & 1 ? reader.number() : 0));
}

/**
 * @param {Reader} reader
 * @param {readonly number[]} stories those that the bytes are of, in order
 * @param {ReadonlySet<number>} wanted
 * @param {Uint8Array | null} follow
 * @param {Map<number, Places>} found
 */
function readPlaces(reader, stories, wanted, follow, found) {
  let at = 0;
  for (const story of stories) {
    const size = reader.number();
    /** @type {number[]} */
    const places = [];
    let block = 0, offset = 0;
    for (let i = 0; i < size; i += 1) {
      const step = reader.number();
      if (step % 2) {
        block += step >> 1;
        offset = reader.number();
      } else {
        offset += step / 2;
      }
      places.push(block * BLOCK + offset);
    }
    if (wanted.has(story)) found.set(story, { places, follow: follow && follow.subarray(at, at + size) });
    at += size;
  }
}
