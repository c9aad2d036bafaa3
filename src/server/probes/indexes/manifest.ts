import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { IndexManifest, type ReadIndex, type ReadIndexManifest } from '../../../shared/index-manifest';
import { redact } from '../../../shared/redact';
import { loadTsModule } from '../../load-module';
import { loadSqlParser } from '../../sql/parser';
import { displayPath } from '../display-path';
import { type Known, readIndexes } from './manifest-faults';

type ManifestResult = { ok: true; manifest: ReadIndexManifest } | { ok: false; reason: string };

const MOST_REMEMBERED = 8;
const remembered = new Map<string, ManifestResult>();

/**
 * Reads the declared indexes and queries of an application. The same content gives the same object, so that what was
 * concluded from it need not be concluded again.
 * @param file a `.json` file, or a module whose default export is the manifest
 * @returns the manifest, or one sentence that names every fault of the file at once
 */
export async function readIndexManifest(file: string, known: Known): Promise<ManifestResult> {
  const name = displayPath(file);
  try {
    const text = await readFile(file, 'utf8');
    const raw: unknown = path.extname(file) === '.json' ? JSON.parse(text) : await loadTsModule(file);
    const key = JSON.stringify([file, text, raw, known]);
    const before = remembered.get(key);
    if (before !== undefined) return before;
    await loadSqlParser();
    const result = judge(raw, { name, text, known });
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, result);
    return result;
  } catch (error) {
    const said = redact(error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    return {
      ok: false,
      reason: `The index manifest ${name} could not be read: ${said}. Correct the file or --index-manifest.`,
    };
  }
}

function judge(raw: unknown, of: { name: string; text: string; known: Known }): ManifestResult {
  const parsed = IndexManifest.safeParse(raw);
  if (!parsed.success) {
    return refused(
      of.name,
      parsed.error.issues.map(
        (issue) => `${z.core.toDotPath(issue.path) || 'the manifest'}: ${issue.message}`,
      ),
    );
  }
  const { read, faults } = readIndexes(parsed.data, of.known);
  if (faults.length > 0) return refused(of.name, faults);
  const indexes = read.map((entry) => placed(entry, of));
  return { ok: true, manifest: { file: of.name, indexes, queries: parsed.data.queries } };
}

function refused(name: string, faults: readonly string[]): ManifestResult {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return {
    ok: false,
    reason: redact(`The index manifest ${name} has ${count}: ${faults.join('; ')}. Correct the file.`),
  };
}

/** With the line of the file that first has the index's name; the file may have put its SQL together elsewhere. */
function placed(entry: ReadIndex, { name, text }: { name: string; text: string }): ReadIndex {
  const word = new RegExp(
    `(?<![\\w$])${entry.index.name.replace(/[.*+?^${'$'}{}()|[\]\\]/g, '\\$&')}(?![\\w$])`,
  );
  const at = text.search(word);
  const line = at === -1 ? 1 : text.slice(0, at).split('\n').length;
  return { ...entry, index: { ...entry.index, source: { file: name, line } } };
}
