export * from './index.js';

/** What the module can be had from. */
export type Source = string | URL | Response | ArrayBuffer | ArrayBufferView | WebAssembly.Module;

/** Compiles the module without blocking. Repeated calls share one promise. */
export declare function init(source: Source | Promise<Source>): Promise<void>;

/** Compiles the module at once, if it is not a compiled one. Repeated calls do nothing. */
export declare function initSync(source: ArrayBuffer | ArrayBufferView | WebAssembly.Module): void;
