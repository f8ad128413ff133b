// What search says to readers, in both scripts, as the build wrote it from plugins/search/messages.py.

/**
 * A message in the reader's script, its braces filled in.
 * @typedef {(key: string, script: import("./syntax.js").Script, values?: Readonly<Record<string, string | number>>) => string} Say
 */

/**
 * @param {Readonly<Record<string, readonly [hans: string, hant: string]>>} messages
 * @returns {Say}
 */
export function readMessages(messages) {
  return (key, script, values = {}) => {
    const [hans, hant] = messages[key];
    return (script === "hans" ? hans : hant).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  };
}
