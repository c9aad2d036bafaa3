import type { Extension } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import {
  missingExtension,
  otherExtension,
  unexpectedExtension,
  type WantedExtension,
} from './support/extension-findings';
import { ignoreFilter } from './support/ignore';
import { declaredBy, migrationsSide } from './support/migrations-side';
import { mentions } from './support/words';
import { defineCheck } from './types';

/** Comes with every database, and nobody declares it. */
const ALWAYS_THERE = 'plpgsql';

/** The extensions that the datasource block and the migrations declare against those that are installed. */
export const extensions = defineCheck({
  id: 'extensions',
  group: 'schema',
  title: 'Extensions',
  needs: ['schema.prisma', 'database.catalogue'],
  uses: ['migrations.replay', 'migrations.folder'],
  run: (observed, settings) => {
    const side = migrationsSide(observed, 'extensions');
    const ignore = ignoreFilter(settings.ignore);
    const kept = ({ name }: Extension) => name !== ALWAYS_THERE && !ignore.object('', name);
    const wanted = new Map<string, WantedExtension>();
    for (const one of (side.schema?.extensions ?? []).filter(kept)) {
      // What the shadow server happens to bring is no version, and no place, that the migration asks for.
      wanted.set(one.name, { ...one, version: null, schema: null, by: declaredBy(one.source) });
    }
    for (const one of (observed['schema.prisma'].extensions ?? []).filter(kept)) {
      wanted.set(one.name, { ...one, by: 'the datasource block of schema.prisma' });
    }
    const live = new Map(
      observed['database.catalogue'].extensions.filter(kept).map((one) => [one.name, one]),
    );
    const findings: Finding[] = [];
    for (const extension of wanted.values()) {
      const found = live.get(extension.name);
      if (found === undefined) findings.push(missingExtension(extension));
      else findings.push(...otherExtension(extension, found));
    }
    const extra = [...live.values()].filter(({ name }) => !wanted.has(name));
    for (const extension of extra) {
      // One that the shadow server lacks was left out of the replay: the note says so, and the migrations declare it.
      if (side.notes.some((note) => mentions(note, extension.name))) continue;
      findings.push(unexpectedExtension(extension, side));
    }
    const compared = wanted.size + extra.length;
    if (side.unknown !== undefined) return { compared, findings, unknown: side.unknown };
    if (compared > 0) return { compared, findings };
    return {
      compared,
      findings,
      nothingToCompare: 'Nobody declares an extension, and the database has none but plpgsql.',
    };
  },
});
