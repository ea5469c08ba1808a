import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Failure } from './Failure.mjs';
import { paths } from './paths.mjs';
import { say } from './report.mjs';

const SUPPORTED_MAJORS = [22, 24];
const BROUGHT_MAJOR = 24;

/** Whether Backstage runs on this version of Node, such as `v24.1.0`. */
export function isSupportedNode(version) {
  const major = Number(/^v?(\d+)\./.exec(version)?.[1]);
  return SUPPORTED_MAJORS.includes(major);
}

/** The npm package with Node for a platform. */
export function nodePackage(platform, arch) {
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/**
 * Finds a Node that Backstage supports: the one that runs this, else one
 * downloaded earlier, else one downloaded now from npm.
 *
 * @returns {{ node: string, env: Record<string, string | undefined> }} its
 *   path, and an environment in which every child finds it first
 */
export function prepareToolchain() {
  const node = isSupportedNode(process.version)
    ? process.execPath
    : broughtNode() ?? bringNode();
  const version = versionOf(node);
  const origin = node === process.execPath ? 'yours' : 'in .cache/node';
  say(`Toolchain: Node ${version?.slice(1)} (${origin})`);
  return {
    node,
    env: {
      ...process.env,
      // A Node from npm does not trust the machine's own certificates by default
      NODE_USE_SYSTEM_CA: '1',
      PATH: [dirname(node), process.env.PATH].filter(Boolean).join(delimiter),
    },
  };
}

function nodeHome() {
  return join(paths.cache, 'node');
}

function broughtNode() {
  const node = join(
    nodeHome(),
    'node_modules',
    nodePackage(process.platform, process.arch),
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  return existsSync(node) && isSupportedNode(versionOf(node) ?? '')
    ? node
    : undefined;
}

function bringNode() {
  const name = nodePackage(process.platform, process.arch);
  say(
    `Toolchain: Node ${process.versions.node} cannot run Backstage, bringing Node ${BROUGHT_MAJOR} from npm …`,
  );
  rmSync(nodeHome(), { recursive: true, force: true });
  mkdirSync(nodeHome(), { recursive: true });
  // Keeps npm from looking for the project further up
  writeFileSync(join(nodeHome(), 'package.json'), '{"private":true}\n');
  const { command, args } = npm();
  const result = spawnSync(
    command,
    [
      ...args,
      'install',
      '--prefix',
      nodeHome(),
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `${name}@${BROUGHT_MAJOR}`,
    ],
    { cwd: nodeHome(), encoding: 'utf8' },
  );
  const node = broughtNode();
  if (!node) {
    throw new Failure({
      cause: `Node ${BROUGHT_MAJOR} could not be downloaded from npm (package ${name}): ${
        lastLine(result.stderr) ?? result.error?.message ?? 'no answer'
      }`,
      advice: `Check the network and run the command again, or install Node ${SUPPORTED_MAJORS.join(
        ' or ',
      )} yourself.`,
    });
  }
  return node;
}

/** The npm that called us, else the one on the PATH. */
function npm() {
  const script = process.env.npm_execpath;
  return script && /npm-cli\.[cm]?js$/.test(script)
    ? { command: process.execPath, args: [script] }
    : { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

function versionOf(node) {
  try {
    return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    // Not runnable here, so as good as absent
    return undefined;
  }
}

function lastLine(text) {
  return text?.trim().split('\n').at(-1) || undefined;
}
