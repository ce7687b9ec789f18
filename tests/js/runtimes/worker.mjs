import { callText } from 'incident-core';

import { failures } from './compare.mjs';
import vectors from './vectors.json';

export default {
  test() {
    const wrong = failures(vectors, callText);
    console.log(`# pass ${vectors.length - wrong.length}\n# fail ${wrong.length}`);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  },
};
