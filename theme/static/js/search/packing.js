// The bytes that the build wrote (plugins/search/static/packing.py), read from the first to the last.

const utf8 = new TextDecoder();

/** Reads numbers and strings one after the other. */
export class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** Whether all is read. */
  get done() {
    return this.at >= this.bytes.length;
  }

  /** A number: seven bits a byte, the lowest first. */
  number() {
    const bytes = this.bytes;
    let byte = bytes[this.at++];
    if (byte < 128) return byte;
    let value = byte & 127, unit = 128;
    do {
      byte = bytes[this.at++];
      value += (byte & 127) * unit;
      unit *= 128;
    } while (byte > 127);
    return value;
  }

  /**
   * Several numbers.
   * @param {number} count
   * @returns {number[]}
   */
  numbers(count) {
    return Array.from({ length: count }, () => this.number());
  }

  /**
   * Ascending numbers, written as the steps between them.
   * @param {number} count
   * @returns {number[]}
   */
  gaps(count) {
    let value = 0;
    return Array.from({ length: count }, () => (value += this.number()));
  }

  /** Bytes, after their number. */
  chunk() {
    const size = this.number();
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  /** A string. */
  text() {
    return utf8.decode(this.chunk());
  }

  /** Strings, after their number. */
  texts() {
    return Array.from({ length: this.number() }, () => this.text());
  }
}

/** Not by its name, which TypeScript before 5.1 does not know. */
const Inflater = /** @type {any} */ (globalThis).DecompressionStream;

/** Whether this browser can read the files of the index. */
export const canInflate = Inflater !== undefined;

/**
 * What a stream of raw DEFLATE holds.
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {Promise<Uint8Array>}
 */
export async function inflated(stream) {
  const plain = stream.pipeThrough(new Inflater("deflate-raw"));
  return new Uint8Array(await new Response(/** @type {any} */ (plain)).arrayBuffer());
}

/**
 * Plain data from the bytes of its JSON.
 * @param {Uint8Array} bytes
 * @returns {any}
 */
export const parsed = (bytes) => JSON.parse(utf8.decode(bytes));
