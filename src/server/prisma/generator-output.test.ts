import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { clientGenerators, stageableGenerators } from './generator-output';

let root: string;
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'driftboard-generators-')));
  await mkdir(join(root, 'store', '@prisma', 'client'), { recursive: true });
  await mkdir(join(root, 'app', 'node_modules', '@prisma'), { recursive: true });
  await symlink(
    join(root, 'store', '@prisma', 'client'),
    join(root, 'app', 'node_modules', '@prisma', 'client'),
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n';
const generator = (name: string, ...lines: string[]) => `generator ${name} {\n${lines.join('\n')}\n}\n`;
const schema = (text: string, folder = 'app') => [
  { path: join(root, folder, 'prisma', 'schema.prisma'), text: `${text}${DATASOURCE}` },
];

describe('clientGenerators', () => {
  it('finds all of them with the folders that they write into, and no other generator', () => {
    const text = [
      generator('js', 'provider = "prisma-client-js"', 'output = "../src/js"', 'engineType = "client"'),
      generator(
        'ts',
        'provider = "prisma-client"',
        `output = "${join(root, 'elsewhere')}"`,
        'runtime = "bun"',
      ),
      generator('erd', 'provider = "prisma-erd-generator"'),
      generator('plain', 'provider = "prisma-client-js"', 'binaryTargets = ["native", "linux-musl"]'),
    ].join('');
    expect(clientGenerators(schema(text))).toMatchObject([
      {
        name: 'js',
        layout: 'prisma-client-js',
        output: '../src/js',
        outputDir: join(root, 'app', 'src', 'js'),
        settings: { engineType: 'client' },
      },
      {
        name: 'ts',
        layout: 'prisma-client',
        outputDir: join(root, 'elsewhere'),
        settings: { runtime: 'bun' },
      },
      {
        name: 'plain',
        output: null,
        // Beside the real folder of the package.
        outputDir: join(root, 'store', '.prisma', 'client'),
        binaryTargets: ['native', 'linux-musl'],
      },
    ]);
  });

  it('starts from the file with the generator, in a schema of several files', () => {
    const files = [
      { path: join(root, 'app', 'prisma', 'models', 'user.prisma'), text: 'model User {\n  id Int @id\n}\n' },
      ...schema(generator('js', 'provider = "prisma-client-js"', 'output = "../src/js"')),
    ];
    expect(clientGenerators(files)[0]?.outputDir).toBe(join(root, 'app', 'src', 'js'));
  });

  it('does not know a default output where no @prisma/client is installed, nor a variable that is not set', () => {
    const plain = generator('plain', 'provider = "prisma-client-js"');
    expect(clientGenerators(schema(plain, 'bare'))).toMatchObject([{ output: null, outputDir: null }]);
    const named = generator('named', 'provider = "prisma-client-js"', 'output = env("LAB_OUTPUT")');
    expect(clientGenerators(schema(named))).toMatchObject([{ outputDir: null }]);
    vi.stubEnv('LAB_OUTPUT', '../out');
    expect(clientGenerators(schema(named))).toMatchObject([{ outputDir: join(root, 'app', 'out') }]);
    vi.unstubAllEnvs();
  });

  it('reads a schema of an older Prisma, and refuses a broken one with a sentence', () => {
    const old = generator('js', 'provider = "prisma-client-js"', 'previewFeatures = ["metrics", "views"]');
    expect(clientGenerators(schema(old))).toMatchObject([{ previewFeatures: ['views'] }]);
    expect(() => clientGenerators(schema(generator('x', 'provider = [1]', 'output = 5')))).toThrow(
      'cannot be read',
    );
  });
});

describe('stageableGenerators', () => {
  const js = generator('js', 'provider = "prisma-client-js"', 'output = "../src/js"');
  it('are all of them, the one in the default place too', () => {
    const plain = generator('plain', 'provider = "prisma-client-js"');
    expect(stageableGenerators(schema(`${js}${plain}`)).map(({ outputDir }) => outputDir)).toEqual([
      join(root, 'app', 'src', 'js'),
      join(root, 'store', '.prisma', 'client'),
    ]);
  });

  it.each([
    ['no generator', '', 'no generator of a Prisma Client'],
    [
      'an absolute output',
      generator('ts', 'provider = "prisma-client"', 'output = "/elsewhere"'),
      'an absolute output',
    ],
    [
      'a variable that is not set',
      generator('ts', 'provider = "prisma-client"', 'output = env("LAB_NOT_SET")'),
      'a variable that is not set',
    ],
    [
      'two of one folder',
      `${js}${generator('ts', 'provider = "prisma-client"', 'output = "../src/js/"')}`,
      'The generators "js" and "ts" both write into',
    ],
  ])('refuse %s', (_what, text, sentence) => {
    expect(() => stageableGenerators(schema(text))).toThrow(sentence);
  });
});
