import path from 'node:path';

export type ClientPaths = { projectDir: string; clientDir: string; dataDir: string };

/**
 * Where the application finds its generated client and may write its bundle. In: environment and project folder.
 * Throws when the data folder lies outside the project: from there `@prisma/client/runtime` would not resolve.
 */
export function clientPaths(
  env: Readonly<Record<string, string | undefined>> = process.env,
  projectDir: string = /* turbopackIgnore: true */ process.cwd(),
): ClientPaths {
  const dataDir = path.resolve(/* turbopackIgnore: true */ projectDir, env.DRIFTBOARD_DATA_DIR ?? '.data');
  const relative = path.relative(projectDir, dataDir);
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) {
    throw new Error(
      'DRIFTBOARD_DATA_DIR must name a folder inside the project, because the bundled Prisma Client is imported from there. Unset it or choose a folder below the project.',
    );
  }
  return {
    projectDir,
    clientDir: path.join(/* turbopackIgnore: true */ projectDir, 'src', 'generated', 'americano'),
    dataDir,
  };
}
