import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withFreshClient } from './generate';
import type { UpContext } from './options';
import { hashTree, isStamped, writeStamp } from './stamps';

const SOURCES = [
  'src',
  'public',
  'prisma/schema.prisma',
  'prisma/store/schema.prisma',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
/** The command line is no part of the pages, and the client follows from the schema. */
const LEAVE_OUT = ['src/cli', 'src/generated'];

/** Builds the pages when their sources changed since the last build. */
export async function ensureBuild(context: UpContext): Promise<void> {
  await context.progress.phase('Pages', async (update) => {
    // Beside what it speaks of: several data folders share one build.
    const stamp = join(context.projectRoot, '.next', 'driftboard-stamp');
    const hash = `${await hashTree(context.projectRoot, SOURCES, LEAVE_OUT)} node ${process.versions.node}`;
    const built = existsSync(join(context.projectRoot, '.next', 'BUILD_ID'));
    if (built && (await isStamped(stamp, hash))) return 'Pages: up to date';
    update('building (about a minute)');
    // A build that is cut off leaves half of the old one and half of the new.
    await writeStamp(stamp, 'unfinished');
    await withFreshClient(context, () =>
      context.children.run(
        'Building the pages',
        {
          args: [join(context.projectRoot, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
          cwd: context.projectRoot,
          env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
          logFile: join(context.dataDir, 'logs', 'build.log'),
        },
        context.signal,
      ),
    );
    await writeStamp(stamp, hash);
    return 'Pages: built';
  });
}
