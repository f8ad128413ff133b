// What can be wrong with a query.

/** A query cannot be read. */
export class QueryError extends Error {
  /**
   * @param {number} position in code points of the query as typed
   * @param {string} message in the reader's script
   * @param {string | null} [suggestion] the query mended, ready to be asked; null where nothing sensible can be offered
   */
  constructor(position, message, suggestion = null) {
    super(message);
    this.position = position;
    this.suggestion = suggestion;
  }
}
