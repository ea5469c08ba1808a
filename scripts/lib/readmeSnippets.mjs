/**
 * @typedef {object} Snippet one step of an installation, as README has it
 * @property {string} code the text between the fences
 * @property {boolean} [run] whether it is commands for a shell
 * @property {string} [file] the file of the app that it goes into
 * @property {string[]} [before] for each section of the code, a part of the
 *   line before which it goes; a comment line `// …` begins a section
 * @property {boolean} [append] whether it goes to the end of the file
 * @property {'new' | 'legacy'} [app] the only kind of app that it is for
 */

const MARKED =
  /^<!-- stranger: (\{.*\}) -->\n(?:\n|<!-- prettier-ignore -->\n)```\w+\n([\s\S]*?)^```$/gm;

/**
 * The steps that a reader of README takes, in order: each code block under a
 * comment `<!-- stranger: {…} -->`, whose JSON says what a reader does with it.
 *
 * @returns {Snippet[]}
 */
export function readSnippets(readme) {
  const snippets = [...readme.matchAll(MARKED)].map(([, marker, code]) => ({
    ...JSON.parse(marker),
    code,
  }));
  const marked = readme.match(/<!-- stranger:/g)?.length ?? 0;
  if (snippets.length !== marked) {
    throw new Error('A comment “stranger” in README is not above a code block');
  }
  return snippets;
}

/**
 * The text of a file with a snippet put where its marker says.
 *
 * @param {string} text
 * @param {Snippet} snippet
 */
export function insertSnippet(text, snippet) {
  if (snippet.append) {
    return `${text.trimEnd()}\n\n${snippet.code}`;
  }
  const sections = splitSections(snippet.code);
  if (sections.length !== snippet.before.length) {
    throw new Error(
      `${snippet.file}: ${sections.length} sections, ${snippet.before.length} places`,
    );
  }
  let lines = text.split('\n');
  snippet.before.forEach((place, index) => {
    const at = lines.findIndex(line => line.includes(place));
    if (at < 0) {
      throw new Error(`${snippet.file} has no line with ${place}`);
    }
    lines = [...lines.slice(0, at), sections[index], ...lines.slice(at)];
  });
  return lines.join('\n');
}

function splitSections(code) {
  return code
    .split(/^\/\/ .*\n/m)
    .slice(1)
    .map(section => section.trimEnd());
}
