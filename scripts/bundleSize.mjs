// What the incidents plugin adds to an app, in bytes over the wire:
//   node scripts/bundleSize.mjs
// Fails when an entity card adds more than allowed, or when the chart library is
// loaded without charts.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { paths } from './lib/paths.mjs';

const PLUGIN = 'plugins/incidents/src';

/** The most bytes, gzip, that an entity card can add to an app, including what is loaded at start. */
const ALLOWED = 60_000;

/** Loaded by every Backstage app on the new frontend system, whatever its plugins. */
const LOADED_BY_BACKSTAGE = [
  'react',
  'react-dom',
  'react-router-dom',
  '@backstage/*',
  '@remixicon/react',
  'zod',
];

/** The views that a user opens, and the modules that they load. */
const VIEWS = [
  {
    name: 'Card: action items of an incident',
    isCard: true,
    modules: ['components/actionItems/ActionItemsCard.tsx'],
  },
  {
    name: 'Card: overview of an incident',
    isCard: true,
    modules: ['components/incident/IncidentOverviewCard.tsx'],
  },
  {
    name: 'Card: incidents that affect an entity',
    isCard: true,
    modules: ['components/related/EntityAffectingIncidentsCard.tsx'],
  },
  {
    name: 'Card: incidents led',
    isCard: true,
    modules: ['components/related/EntityLedIncidentsCard.tsx'],
  },
  {
    name: 'Card: timeline of an incident',
    isCard: true,
    modules: ['components/timeline/TimelineCard.tsx'],
  },
  {
    name: 'Page of an incident, all cards',
    modules: [
      'components/actionItems/ActionItemsCard.tsx',
      'components/incident/IncidentOverviewCard.tsx',
      'components/timeline/TimelineCard.tsx',
    ],
  },
  {
    name: 'Widget: my action items',
    modules: ['components/home/MyActionItems.tsx'],
  },
  {
    name: 'Incidents page',
    modules: ['components/IncidentsRouter.tsx'],
  },
  {
    name: 'Incidents page, charts shown',
    showsCharts: true,
    modules: [
      'components/IncidentsRouter.tsx',
      'components/incidents/IncidentCharts.tsx',
    ],
  },
];

const { outputFiles, metafile } = await build({
  absWorkingDir: paths.root,
  entryPoints: [`${PLUGIN}/index.ts`],
  outdir: 'out',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  jsx: 'automatic',
  minify: true,
  metafile: true,
  write: false,
  logLevel: 'error',
  plugins: [stylesWithTheirModule()],
  define: { 'process.env.NODE_ENV': '"production"' },
  external: LOADED_BY_BACKSTAGE.flatMap(name =>
    name.endsWith('*') ? [name] : [name, `${name}/*`],
  ),
});

const sizes = new Map(
  outputFiles.map(file => [
    file.path.slice(paths.root.length + 1),
    gzipSync(file.contents, { level: 9 }).byteLength,
  ]),
);
const eager = closureOf(`${PLUGIN}/index.ts`);
const views = VIEWS.map(view => {
  const files = new Set(
    view.modules.flatMap(module => [...closureOf(`${PLUGIN}/${module}`)]),
  ).union(eager);
  return { ...view, files, added: sum(files) };
});

console.log('kB, gzip, beyond what Backstage loads; each line on its own\n');
for (const { name, added } of [
  { name: 'At the start of every app', added: sum(eager) },
  ...views,
]) {
  console.log(`${(added / 1000).toFixed(1).padStart(7)}  ${name}`);
}

const faults = [];
if (heaviest(eager).some(isOfCharts)) {
  faults.push('The start of an app loads the charts.');
}
for (const { name, isCard, showsCharts, files, added } of views) {
  if (isCard && added > ALLOWED) {
    const from = heaviest(files)
      .slice(0, 8)
      .map(([origin, bytes]) => `${String(bytes).padStart(9)}  ${origin}`);
    faults.push(
      `${name}: more than ${
        ALLOWED / 1000
      } kB. Bytes before gzip come from:\n${from.join('\n')}`,
    );
  }
  if (!showsCharts && heaviest(files).some(isOfCharts)) {
    faults.push(`${name}: loads the charts without showing them.`);
  }
}
for (const fault of faults) {
  console.error(`\n${fault}`);
}
process.exitCode = faults.length > 0 ? 1 : 0;

/**
 * Styles inside the module that imports them, as `backstage-cli package build`
 * puts them, so lazily loaded modules bring their own styles.
 */
function stylesWithTheirModule() {
  return {
    name: 'styles-with-their-module',
    setup({ onLoad }) {
      onLoad({ filter: /\.module\.css$/ }, async ({ path }) => {
        const { outputFiles: built } = await build({
          stdin: {
            contents: `export { default } from ${JSON.stringify(path)}`,
            resolveDir: paths.root,
          },
          outdir: 'out',
          bundle: true,
          format: 'esm',
          minify: true,
          write: false,
          logLevel: 'error',
        });
        const textOf = ending =>
          built.find(file => file.path.endsWith(ending))?.text ?? '';
        return {
          loader: 'js',
          contents: `
            document.head.append(
              Object.assign(document.createElement('style'), {
                textContent: ${JSON.stringify(textOf('.css'))},
              }),
            );
            ${textOf('.js')}`,
        };
      });
    },
  };
}

/** The files that a module needs to run. */
function closureOf(module) {
  const found = new Set();
  const visit = path => {
    if (found.has(path)) return;
    found.add(path);
    const { imports } = metafile.outputs[path];
    for (const { path: imported, kind, external } of imports) {
      if (kind === 'import-statement' && !external) visit(imported);
    }
  };
  const entry = Object.keys(metafile.outputs).find(
    path => metafile.outputs[path].entryPoint === module,
  );
  if (!entry) {
    throw new Error(`${module} is not loaded separately; correct VIEWS`);
  }
  visit(entry);
  return found;
}

function sum(files) {
  return [...files].reduce((bytes, path) => bytes + (sizes.get(path) ?? 0), 0);
}

/** Minified bytes by package, or by folder of ours. */
function heaviest(files) {
  const bytes = new Map();
  for (const path of files) {
    const { inputs } = metafile.outputs[path];
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const name = nameOf(input);
      bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
    }
  }
  return [...bytes].sort(([, a], [, b]) => b - a);
}

function nameOf(input) {
  const inPackage = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input);
  return inPackage?.[1] ?? input.split('/').slice(0, 5).join('/');
}

function isOfCharts([name]) {
  return name === 'recharts' || name.startsWith('d3-');
}
