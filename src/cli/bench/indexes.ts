import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { measureIndexes, PAYS_FROM_RATIO, PAYS_FROM_SAVED } from '../../server/bench-indexes/measure';
import { printIndexes } from '../../server/bench-indexes/print';
import { ConfigError } from '../../server/config';
import { readIndexManifest } from '../../server/probes/indexes/manifest';
import { withScratch } from './scratch';
import type { BenchSubject } from './subject';

const GB = 1024 ** 3;

/** The declared queries with and without the strategic indexes, on the `large` data. */
export const benchIndexes: BenchSubject = async (place) => {
  const file = place.settings.indexManifest ?? path.join(place.projectRoot, 'driftboard.indexes.ts');
  const read = await readIndexManifest(file, { defaultSchema: 'public', endpoints: null });
  if (!read.ok) throw new ConfigError([read.reason]);
  const [load = 0] = loadavg();
  const busy =
    load > cpus().length / 2
      ? ' The machine was busy with other work when it began: read ratios and pages, not milliseconds.'
      : '';
  return withScratch(place, async ({ url, server, rows }) => {
    const at = new Date().toISOString();
    const indexes = await measureIndexes(url, read.manifest, place);
    const machine = `${cpus().length} cores, ${Math.round(totalmem() / GB)} GB, ${process.platform} ${process.arch}`;
    const head = `${at.slice(0, 10)}: ${machine}, Node ${process.versions.node}, ${server}.${busy}`;
    return {
      text: printIndexes(indexes, { head, rows }),
      figures: {
        version: 1,
        at,
        machine,
        node: process.versions.node,
        server,
        rows,
        rule: { ratio: PAYS_FROM_RATIO, saved: PAYS_FROM_SAVED },
        indexes,
      },
    };
  });
};
