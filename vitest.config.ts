import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const alias = { '@': fileURLToPath(new URL('./src', import.meta.url)) };
const FLOOR = { lines: 80, statements: 80, functions: 80, branches: 80 };
const INTEGRATION = '**/*.integration.test.ts';
const LONG = '**/*.long.test.ts';
/** Of the long ones those that do the same on many schemas, versions and pairs: they come last. */
const WIDE = [
  'src/server/testing/differential/*',
  'src/**/{every,other}-prisma*',
  'src/server/testing/other-prismas/*',
].map((place) => `${place}.long.test.ts`);
const longProject = {
  globalSetup: ['src/server/embedded/vitest-global-setup.ts'],
  pool: 'forks' as const,
  maxWorkers: 2,
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{src,prisma,scripts,bench}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, INTEGRATION, LONG],
          // Vitest leaves one core to itself: on the two of CI that would be one file after the other.
          maxWorkers: 2,
          // Property tests compute for seconds on a busy machine; none waits for anything.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: [`{src,prisma,scripts,bench}/${INTEGRATION}`],
          globalSetup: ['src/server/embedded/vitest-global-setup.ts'],
          pool: 'forks',
          maxWorkers: 2,
          // Projects with different numbers of workers must run one after the other.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          // What takes minutes: `npm run test:long`.
          name: 'long',
          include: [`src/${LONG}`],
          exclude: [...configDefaults.exclude, ...WIDE],
          sequence: { groupOrder: 2 },
          ...longProject,
        },
      },
      {
        resolve: { alias },
        test: { name: 'wide', include: WIDE, sequence: { groupOrder: 3 }, ...longProject },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/checks/**/*.ts', 'src/server/engine/**/*.ts', 'src/americano/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testing/**', '**/testing.ts'],
      // Each part for itself: a well-tested neighbour must not hide one that is not.
      thresholds: { 'src/checks/**': FLOOR, 'src/server/engine/**': FLOOR, 'src/americano/**': FLOOR },
    },
  },
});
