import type { LabOptions } from './generate-with';
import { hasTypeScriptLayout, majorOf, OTHER_PRISMAS, type OtherPrismaVersion } from './versions';

/** A Prisma with a layout and the generator options that change which files it writes. */
export type Variant = { title: string; version: OtherPrismaVersion; options: LabOptions };

const WITHOUT_ENGINE = 'engineType = "client"';
const EDGE = ['runtime = "workerd"', 'moduleFormat = "cjs"', 'generatedFileExtension = "mts"'];
const TARGETS = ['previewFeatures = ["driverAdapters"]', 'binaryTargets = ["native", "linux-musl"]'];

/** Every Prisma with each of its layouts and options. */
export const VARIANTS: readonly Variant[] = OTHER_PRISMAS.flatMap((version) => {
  const js = (title: string, more: Partial<LabOptions> = {}): Variant => ({
    title: `${version} js ${title}`,
    version,
    options: { layout: 'prisma-client-js', ...more },
  });
  const ts = (title: string, options: readonly string[] = []): Variant => ({
    title: `${version} ts ${title}`,
    version,
    options: { layout: 'prisma-client', options },
  });
  const major = majorOf(version);
  return [
    js('with an output'),
    js('without an output', { output: 'default' }),
    ...(major < 7 ? [js('for two targets', { options: TARGETS })] : []),
    ...(major === 6
      ? [js('without an engine', { options: [WITHOUT_ENGINE] }), ts('without an engine', [WITHOUT_ENGINE])]
      : []),
    ...(hasTypeScriptLayout(version) ? [ts('plain'), ts('for the edge', EDGE)] : []),
  ];
});

/** Of our own Prisma, which needs no fetching: all the others are left to the long tests. */
export const FEW_VARIANTS: readonly Variant[] = VARIANTS.filter(({ title }) =>
  ['7.10.0 js with an output', '7.10.0 ts plain'].includes(title),
);
