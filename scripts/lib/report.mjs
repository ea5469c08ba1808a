import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Failure } from './Failure.mjs';
import { paths } from './paths.mjs';

const TAIL_LINES = 30;

/** Prints one line of progress. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Prints `label …`, waits for the work, and ends the line with how long it
 * took. What the work returns may replace the word at the end.
 */
export async function step(label, work) {
  process.stdout.write(`${label} … `);
  const startedAt = Date.now();
  try {
    const outcome = await work();
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
    say(`${typeof outcome === 'string' ? outcome : 'ready'} (${seconds} s)`);
    return outcome;
  } catch (error) {
    say('failed');
    throw error;
  }
}

/** Prints why the command ends: the cause, the advice, the end of the log. */
export function reportFailure(error) {
  if (!(error instanceof Failure)) {
    console.error(error);
    return;
  }
  if (error.logFile) {
    const name = relative(paths.root, error.logFile);
    console.error(`\nThe end of ${name}:\n\n${indent(tail(error.logFile))}`);
  }
  console.error(`\n${error.message}`);
  if (error.advice) {
    console.error(error.advice);
  }
}

function tail(file) {
  try {
    return stripVTControlCharacters(readFileSync(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .slice(-TAIL_LINES);
  } catch (error) {
    return [`(cannot be read: ${error.message})`];
  }
}

function indent(lines) {
  return lines.map(line => `    ${line}`).join('\n');
}
