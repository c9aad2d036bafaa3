import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { z } from 'zod';
import { importModule } from '../import-module';

const ENGINE_SPECIFIER = '@prisma/schema-engine-wasm/schema_engine_bg';

type EngineClass = typeof SchemaEngine;

const glueSchema = z.looseObject({
  __wbg_set_wasm: z.custom<(wasm: WebAssembly.Exports) => void>((value) => typeof value === 'function'),
  SchemaEngine: z.custom<EngineClass>((value) => typeof value === 'function'),
});

const importsSchema = z.record(z.string(), z.custom<WebAssembly.ImportValue>());

/** A panic inside the engine; its memory is not to be trusted afterwards, so the next call loads a fresh one. */
let lastPanic: string | null = null;
const panicListeners = new Set<(message: string) => void>();
let loading: Promise<EngineClass> | null = null;

/**
 * The `SchemaEngine` class of Prisma's WASM schema engine, loaded once per process and again after a panic.
 * Throws with a sentence when the package is not installed.
 */
export function loadSchemaEngine(): Promise<EngineClass> {
  loading ??= instantiate().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** The message of a panic since the last call, or null. Forgets the poisoned instance. */
export function takePanic(): string | null {
  const message = lastPanic;
  if (message !== null) {
    lastPanic = null;
    loading = null;
  }
  return message;
}

/** Whether the loaded instance has panicked and `takePanic` has not been called since. */
export function hasPanicked(): boolean {
  return lastPanic !== null;
}

/** The work's outcome, or a rejection when the engine panics: its own promise would then never settle. */
export function orPanic<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onPanic = (message: string) => reject(new Error(message));
    panicListeners.add(onPanic);
    work.then(resolve, reject).finally(() => panicListeners.delete(onPanic));
  });
}

async function instantiate(): Promise<EngineClass> {
  const gluePath = resolveEngine();
  const wasmBytes = await readFile(gluePath.replace(/\.js$/, '.wasm'));
  // The glue keeps its instance in module variables: a URL of its own gives each load a module of its own.
  const glueUrl = `${pathToFileURL(gluePath).href}?instance=${randomUUID()}`;
  const imported = await importModule(glueUrl);
  const glue = glueSchema.parse(imported);
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        lastPanic = message;
        for (const onPanic of panicListeners) onPanic(message);
        panicListeners.clear();
      },
    },
  });
  const { instance } = await WebAssembly.instantiate(wasmBytes, {
    './schema_engine_bg.js': importsSchema.parse({ ...glue }),
  });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== 'function') {
    throw new Error(
      `${ENGINE_SPECIFIER} has no __wbindgen_start: its version does not fit; reinstall with npm ci.`,
    );
  }
  start();
  return glue.SchemaEngine;
}

/** Beside this file first; from the working folder where a bundler has moved this file elsewhere. */
function resolveEngine(): string {
  const bases = [import.meta.url, path.join(process.cwd(), 'package.json')];
  for (const base of bases) {
    try {
      return createRequire(base).resolve(ENGINE_SPECIFIER);
    } catch {
      // The next base may know it; the sentence below names the failure of all.
    }
  }
  throw new Error(`${ENGINE_SPECIFIER} cannot be found from here or from the working folder; run npm ci.`);
}
