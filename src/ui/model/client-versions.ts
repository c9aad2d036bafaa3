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

/** All versions, each held against the installed `@prisma/client`, with which the others must be one. */
export function versionRows({ installed, disk, processes }: ClientDetails): VersionRow[] {
  const reference = installed?.client ?? null;
  const row = (what: string, role: string, version: string | null, read: boolean): VersionRow => {
    const state = !read
      ? 'unread'
      : version === null
        ? 'absent'
        : reference === null
          ? 'unread'
          : version === reference
            ? 'same'
            : 'differs';
    return { what, role, version, state };
  };
  const read = installed !== null;
  const several = (disk ?? []).length > 1;
  const loaded = [...new Set((processes ?? []).map(({ version }) => version))];
  return [
    {
      ...row('@prisma/client', 'runs the queries', reference, read),
      state: !read ? 'unread' : reference === null ? 'absent' : 'reference',
    },
    row('prisma', 'the command line, which generates', installed?.cli ?? null, read),
    row('@prisma/adapter-pg', 'reaches the database', installed?.adapter ?? null, read),
    ...(disk === null
      ? [row('generated client', 'on disk', null, false)]
      : disk.map((one) => row(several ? one.name : 'generated client', one.layout, one.version, true))),
    ...(loaded.length === 0
      ? [row('running process', 'in memory', null, false)]
      : loaded.map((version) => row('running process', 'in memory', version, true))),
  ];
}
