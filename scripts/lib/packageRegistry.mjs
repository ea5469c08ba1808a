import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';

/**
 * Serves packed packages on this machine as an npm registry does, so that they
 * are installed by name before they are published.
 *
 * @param {{ manifest: object, tarball: string }[]} packages what each archive
 *   has as its package.json, and where it is
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function servePackages(packages) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url);
    const found = packages.find(({ manifest, tarball }) =>
      [`/${manifest.name}`, `/archives/${basename(tarball)}`].includes(path),
    );
    if (!found) {
      response.writeHead(404).end();
    } else if (path.startsWith('/archives/')) {
      response.end(readFileSync(found.tarball));
    } else {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(describePackage(found, server.address())));
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => server.close(),
  };
}

function describePackage({ manifest, tarball }, { port }) {
  const { name, version } = manifest;
  const hash = createHash('sha512').update(readFileSync(tarball));
  const dist = {
    tarball: `http://127.0.0.1:${port}/archives/${basename(tarball)}`,
    integrity: `sha512-${hash.digest('base64')}`,
  };
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, dist } },
    // Fresh apps refuse what was published in the last days
    time: { [version]: '2020-01-01T00:00:00.000Z' },
  };
}
