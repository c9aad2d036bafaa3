import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { EndpointManifest } from '../../../shared/endpoints';
import { redact } from '../../../shared/redact';
import { loadTsModule } from '../../load-module';
import { manifestFaults } from './manifest-faults';

type ManifestResult = { ok: true; manifest: EndpointManifest } | { ok: false; reason: string };

/** The manifests of one dashboard are few; of a test run they are many. */
const MOST_REMEMBERED = 8;
const remembered = new Map<string, { text: string; result: ManifestResult }>();

/**
 * Reads the declared endpoints of an application.
 * @param file a `.json` file, or a module whose default export is the manifest or its list, or whose one export is `endpoints`
 * @returns the endpoints, or one sentence that names every fault of the file at once
 */
export async function readManifest(file: string): Promise<ManifestResult> {
  const name = nameOf(file);
  try {
    if (path.extname(file) !== '.json') return judge(await loadTsModule(file), name);
    const text = await readFile(file, 'utf8');
    // Making shapes of JSON Schema takes longer than asking the endpoints: the same text is read once.
    const known = remembered.get(file);
    if (known?.text === text) return known.result;
    const result = judge(JSON.parse(text), name);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(file, { text, result });
    return result;
  } catch (error) {
    const said = redact(error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    return {
      ok: false,
      reason: `The manifest ${name} could not be read: ${said}. Correct the file or --manifest.`,
    };
  }
}

function judge(raw: unknown, name: string): ManifestResult {
  const parsed = EndpointManifest.safeParse(Array.isArray(raw) ? { endpoints: raw } : raw);
  const faults = parsed.success
    ? manifestFaults(parsed.data)
    : parsed.error.issues.map(
        (issue) => `${z.core.toDotPath(issue.path) || 'the manifest'}: ${issue.message}`,
      );
  if (parsed.success && faults.length === 0) return { ok: true, manifest: parsed.data };
  return {
    ok: false,
    reason: redact(
      `The manifest ${name} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ${faults.join('; ')}. Correct the file.`,
    ),
  };
}

/** Below the working folder as a relative path, which is shorter and the same on every machine. */
function nameOf(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}
