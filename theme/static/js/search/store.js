// The files of the static index, fetched when they are asked for and kept while the page is open.
// docs/static-search.md says what each holds.

import { inflated, parsed } from "./packing.js";

/** The format that these modules read; plugins/search/static/manifest.py writes it. */
const FORMAT = 2;
/** How many files are asked for at a time. */
const AT_ONCE = 8;

/**
 * @typedef {object} SegmentInfo
 * @property {string} name its folder
 * @property {{terms: number, places: number, follow: number, names: number}} shards
 * @property {number} people how many bytes it takes to know who is in its stories
 * @property {number[]} dead the stories in it that no longer count
 */
/**
 * @typedef {object} Manifest
 * @property {number} format
 * @property {string} language
 * @property {string | null} changes
 * @property {number} longest the length of the longest word of the archive
 * @property {import("./ranking.js").Constants} ranking
 * @property {SegmentInfo[]} segments
 */

/** A file that the manifest names is gone: the site was built again since the page was opened. */
export class StaleError extends Error {}

/** The index cannot be had: no network, no index, or one of another version. `code` is "offline", "missing" or "version". */
export class UnreachableError extends Error {
  /** @param {"offline" | "missing" | "version"} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** One state of the index. */
export class Store {
  /**
   * @param {string} folder the address of the index's folder, with a slash at the end
   * @param {Manifest} manifest
   * @param {string} text of the manifest, to tell whether it is still the same
   */
  constructor(folder, manifest, text) {
    this.folder = folder;
    this.manifest = manifest;
    this.text = text;
    /** @type {Map<string, Promise<Uint8Array>>} */
    this.files = new Map();
    /** @type {(() => void)[]} */
    this.waiting = [];
    this.busy = 0;
  }

  /**
   * Read the manifest as it is now.
   * @param {string} folder
   * @returns {Promise<Store>}
   * @throws {UnreachableError}
   */
  static async open(folder) {
    const response = await reach(folder + "manifest.json", "no-cache");
    if (!response.ok) throw new UnreachableError("missing");
    const text = await response.text();
    const manifest = JSON.parse(text);
    if (manifest.format !== FORMAT) throw new UnreachableError("version");
    return new Store(folder, manifest, text);
  }

  /**
   * The contents of a file, fetched once.
   * @param {string} path
   * @returns {Promise<Uint8Array>}
   * @throws {StaleError | UnreachableError}
   */
  file(path) {
    let found = this.files.get(path);
    if (!found) {
      found = this.fetched(path);
      this.files.set(path, found);
      found.catch(() => this.files.delete(path)); // so that another try asks again
    }
    return found;
  }

  /**
   * A file of JSON.
   * @param {string} path
   * @returns {Promise<any>}
   */
  async json(path) {
    return parsed(await this.file(path));
  }

  /** @param {string} path */
  async fetched(path) {
    if (this.busy >= AT_ONCE) await new Promise((resolve) => this.waiting.push(() => resolve(undefined)));
    this.busy += 1;
    try {
      const response = await reach(this.folder + path, "default");
      if (response.status === 404 || response.status === 410) throw new StaleError(path);
      if (!response.ok || !response.body) throw new UnreachableError("offline");
      return await inflated(response.body).catch(() => {
        throw new UnreachableError("offline");
      });
    } finally {
      this.busy -= 1;
      this.waiting.shift()?.();
    }
  }
}

/**
 * @param {string} address
 * @param {RequestCache} cache
 */
async function reach(address, cache) {
  try {
    return await fetch(address, { cache });
  } catch {
    throw new UnreachableError("offline");
  }
}
