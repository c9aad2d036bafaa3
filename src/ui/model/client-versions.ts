import type { InstalledPrisma } from '@/shared/client';
import type { ClientDetails } from '@/shared/details';

/** A version that takes part in a query: what is installed, what generated a client, what a process runs. */
export type VersionRow = {
  what: string;
  /** What it does there, in a few words. */
  role: string;
  /** Null where it is not there. */
  version: string | null;
  state: 'reference' | 'same' | 'differs' | 'absent' | 'unread';
};

type Beside = { installed: InstalledPrisma | null; clients: NonNullable<ClientDetails['disk']> };

/**
 * All versions, each held against the `@prisma/client` that is installed beside its client, with which it must be one.
 * Clients with the same packages beside them stand together.
 */
export function versionRows({ installed, disk, processes }: ClientDetails): VersionRow[] {
  const places = placesOf(installed, disk);
  const references = places.flatMap((place) => place.installed?.client ?? []);
  const loaded = [...new Set((processes ?? []).map(({ version }) => version))];
  return [
    ...places.flatMap((place) => rowsBeside(place, places.length > 1, (disk ?? []).length > 1)),
    ...(loaded.length === 0
      ? [row('running process', 'in memory', null, null)]
      : // Which of several clients a process uses is told by no version.
        loaded.map((version) =>
          row(
            'running process',
            'in memory',
            version,
            references.includes(version) ? version : references[0],
          ),
        )),
  ];
}

function placesOf(installed: InstalledPrisma | null, disk: ClientDetails['disk']): Beside[] {
  const places: Beside[] = [];
  for (const client of disk ?? []) {
    const beside = client.installed ?? installed;
    const known = places.find((place) => isSame(place.installed, beside));
    if (known === undefined) places.push({ installed: beside, clients: [client] });
    else known.clients.push(client);
  }
  return places.length === 0 ? [{ installed, clients: [] }] : places;
}

function isSame(a: InstalledPrisma | null, b: InstalledPrisma | null): boolean {
  return a?.cli === b?.cli && a?.client === b?.client && a?.adapter === b?.adapter;
}

function rowsBeside({ installed, clients }: Beside, apart: boolean, named: boolean): VersionRow[] {
  const reference = installed?.client ?? null;
  const where = apart ? `, beside ${clients.map(({ name }) => name).join(', ')}` : '';
  const beside = (what: string, role: string, version: string | null): VersionRow =>
    installed !== null && version === null
      ? { what, role: `${role}${where}`, version, state: 'absent' }
      : row(what, `${role}${where}`, version, reference);
  return [
    reference === null
      ? beside('@prisma/client', 'runs the queries', null)
      : { what: '@prisma/client', role: `runs the queries${where}`, version: reference, state: 'reference' },
    beside('prisma', 'the command line, which generates', installed?.cli ?? null),
    beside('@prisma/adapter-pg', 'reaches the database', installed?.adapter ?? null),
    ...(clients.length === 0
      ? [row('generated client', 'on disk', null, null)]
      : clients.map(({ name, layout, version }) =>
          row(named ? name : 'generated client', layout, version, reference),
        )),
  ];
}

function row(
  what: string,
  role: string,
  version: string | null,
  reference: string | null | undefined,
): VersionRow {
  if (version === null || reference == null) return { what, role, version, state: 'unread' };
  return { what, role, version, state: version === reference ? 'same' : 'differs' };
}
