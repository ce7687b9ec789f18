import { IncidentCoreError } from './fault.js';

/** Compiles what a portal has: a module, bytes, a response, a URL, or a promise of one. */
export async function compiled(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return WebAssembly.compile(given);
  if (typeof Response === 'function' && given instanceof Response) return streamed(given);
  if (typeof given === 'string' || given instanceof URL) return streamed(await fetch(given));
  const message = '`init` takes a URL, a Response, bytes or a WebAssembly.Module';
  throw new IncidentCoreError('sourceUnknown', message);
}

async function streamed(response) {
  if (!response.ok) {
    throw new IncidentCoreError('sourceFailed', `the module was not served: ${response.status}`);
  }
  const type = response.headers.get('content-type') ?? '';
  return type.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
