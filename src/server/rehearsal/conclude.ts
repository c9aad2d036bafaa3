import { countOf, mentions } from '../../checks/support/words';
import type { Finding } from '../../shared/finding';
import type { Rehearsal, RepairPlan } from '../../shared/rehearsal';
import type { NotCopied } from './structure/types';

export type Tried = {
  plan: RepairPlan;
  before: readonly Finding[];
  after: readonly Finding[];
  statements: Rehearsal['statements'];
  notCopied: readonly NotCopied[];
};

type Conclusion = Pick<
  Rehearsal,
  'notCopied' | 'before' | 'resolved' | 'remaining' | 'appeared' | 'verdict' | 'sentence'
>;

/** What a rehearsal says: nothing is taken for repaired that the copy did not show ill before and well after. */
export function concludeRehearsal({ plan, before, after, statements, notCopied }: Tried): Conclusion {
  const wasThere = new Set(before.map(({ key }) => key));
  const isThere = new Set(after.map(({ key }) => key));
  const planned = new Set(plan.statements.flatMap(({ findingKeys }) => findingKeys));
  const unseen = [...planned]
    .filter((key) => !wasThere.has(key))
    .map((key) => ({
      what: key,
      why: 'The copy does not show this finding, so that its repair ran and proved nothing (the copy holds no rows)',
    }));
  const lacking = [...notCopied, ...unseen];
  const remaining = after.filter(({ key }) => wasThere.has(key));
  const appeared = after.filter(({ key }) => !wasThere.has(key));
  const unhealed = remaining.filter(({ key }) => planned.has(key));
  const refused = statements.filter(({ ok }) => !ok);
  const blamed = (text: string) =>
    notCopied.some(({ what }) => namesOf(what).some((name) => mentions(text, name)));
  const failures = [
    ...refused.filter(({ sql }) => !blamed(sql)),
    ...[...unhealed, ...appeared].filter(({ key }) => !blamed(key)),
  ];
  const verdict =
    failures.length > 0 ? 'fail' : lacking.length > 0 || refused.length > 0 ? 'unknown' : 'pass';
  return {
    notCopied: lacking,
    before: before.map(({ key }) => key),
    resolved: before.filter(({ key }) => !isThere.has(key)).map(({ key }) => key),
    remaining,
    appeared,
    verdict,
    sentence: sentenceOf({
      plan,
      statements,
      lacking,
      remaining,
      appeared,
      unhealed,
      resolved: wasThere.size - remaining.length,
    }),
  };
}

/** The last part of `index public.goals_idx`: what statements and keys would name. */
function namesOf(what: string): string[] {
  return what.split(/[\s(]/).flatMap((word) => (word.includes('.') ? [word.split('.').at(-1) ?? word] : []));
}

function sentenceOf(parts: {
  plan: RepairPlan;
  statements: Rehearsal['statements'];
  lacking: readonly NotCopied[];
  remaining: readonly Finding[];
  appeared: readonly Finding[];
  unhealed: readonly Finding[];
  resolved: number;
}): string {
  const { plan, statements, lacking, remaining, appeared, unhealed, resolved } = parts;
  const refused = statements.filter(({ ok }) => !ok).length;
  const ran =
    plan.statements.length === 0
      ? 'There is no SQL to rehearse'
      : refused === 0
        ? `${plan.statements.length === 1 ? 'The one statement' : `All ${plan.statements.length} statements`} ran on a copy of the structure`
        : `${refused} of ${countOf(statements.length, 'statement')} ${refused === 1 ? 'was' : 'were'} refused on a copy of the structure`;
  const others = remaining.length - unhealed.length;
  const rest = [
    // Nothing ran, so that nothing can have gone by it.
    statements.length === 0 ? '' : `${countOf(resolved, 'finding')} ${resolved === 1 ? 'is' : 'are'} gone`,
    unhealed.length === 0
      ? ''
      : `${unhealed.length} ${unhealed.length === 1 ? 'is' : 'are'} still there in spite of the repair`,
    others === 0 ? '' : `${others} ${others === 1 ? 'needs' : 'need'} something else than SQL`,
    appeared.length === 0 ? '' : `${appeared.length} ${appeared.length === 1 ? 'is' : 'are'} new`,
    lacking.length === 0 ? '' : `${countOf(lacking.length, 'thing')} could not be rehearsed`,
  ].filter((part) => part !== '');
  const outcome = rest.length === 0 ? ran : `${ran}: ${rest.join(', ')}`;
  return `${outcome}. The copy holds no rows: a statement that fails on what rows hold, or takes long for their number, shows only on the real database.`;
}
