'use client';
import type { Verdict } from '@/shared/verdict';
import { useNow } from '../parts/clock';
import { Code } from '../parts/code';
import { Identifier, Source } from '../parts/identifier';
import { Kbd } from '../parts/small';
import { Ago, Clock } from '../parts/time';
import { Bytes, Count, Duration, NotMeasured } from '../parts/units';
import { VERDICTS } from '../parts/verdict';
import { VerdictMark } from '../parts/verdict-mark';
import { Specimen } from './specimen';

const ALL: Verdict[] = ['pass', 'warn', 'fail', 'unknown', 'skipped'];

/** What states, names, moments and figures look like. */
export function Marks() {
  const now = useNow();
  const ago = (ms: number) => new Date(now - ms).toISOString();
  return (
    <>
      <Specimen title="Verdicts">
        <div className="flex flex-wrap gap-6">
          {ALL.map((verdict) => (
            <VerdictMark key={verdict} verdict={verdict} />
          ))}
          {ALL.map((verdict) => (
            <VerdictMark key={verdict} verdict={verdict} quiet />
          ))}
        </div>
        <div className="flex flex-wrap gap-6">
          {ALL.map((verdict) => (
            <p key={verdict} data-verdict={verdict} className="edge py-1 pl-4">
              Edge of {VERDICTS[verdict].word.toLowerCase()}
            </p>
          ))}
        </div>
      </Specimen>
      <Specimen title="Names, moments, figures">
        <p className="flex flex-wrap items-center gap-6">
          <Identifier name="struggle_predictions" />
          <Source source={{ file: 'prisma/schema.prisma', line: 812 }} />
          <Ago at={ago(4_000)} ages />
          <Ago at={ago(200_000)} ages />
          <Clock at={ago(0)} />
          <Duration ms={38.2} />
          <Duration ms={125_000} />
          <Bytes bytes={4_812_400} />
          <Count value={12_480} />
          <NotMeasured />
          <Kbd>/</Kbd>
        </p>
        <Code
          text={'CREATE INDEX CONCURRENTLY "a_b_idx"\n  ON "a" ("b" DESC)\n  INCLUDE ("c");'}
          what="the SQL"
        />
      </Specimen>
    </>
  );
}
