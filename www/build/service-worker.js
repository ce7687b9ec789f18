// Makes the service worker know the files of this build: it is what the page loads by offline.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Larger files, the modules of views, are kept when they are first used. */
const LARGE = 400_000;

const size = ({ code, source }) => Buffer.byteLength(code ?? source);

export function serviceWorker(source) {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = Object.keys(bundle).filter((name) => !name.endsWith('.map')).sort();
        const first = files.filter((name) => size(bundle[name]) < LARGE);
        const build = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12);
        const text = readFileSync(source, 'utf8')
          .replace('__BUILD__', build)
          .replace('__FIRST__', JSON.stringify(first));
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: text });
      },
    },
  };
}
