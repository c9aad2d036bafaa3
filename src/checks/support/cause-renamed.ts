import type { Finding } from '../../shared/finding';
import type { CauseIndex } from './cause-links';
import { groupBy } from './group-by';
import { quoteText } from './sql-text';

/** One value that an enum lacks and one that it has too many: a value with another name, or two things at once. */
export type RenamedValue = {
  enumName: string;
  missing: Finding;
  unexpected: Finding;
  from: string;
  to: string;
};

/** Enums of which exactly one value lacks and one is too many. */
export function renamedValues(index: Pick<CauseIndex, 'ofRule'>): RenamedValue[] {
  const all = index.ofRule('enum.value-missing', 'enum.value-unexpected');
  const byEnum = groupBy(all, ({ subject }) => `${subject.schema ?? ''}.${partsOf(subject.name).enumName}`);
  return [...byEnum.values()].flatMap((findings) => {
    const missing = findings.find(({ rule }) => rule === 'enum.value-missing');
    const unexpected = findings.find(({ rule }) => rule === 'enum.value-unexpected');
    if (findings.length !== 2 || missing === undefined || unexpected === undefined) return [];
    const { enumName, value: from } = partsOf(missing.subject.name);
    return [{ enumName, missing, unexpected, from, to: partsOf(unexpected.subject.name).value }];
  });
}

/** A default, an index or a check that differs in nothing but the value's name. */
export function differsOnlyIn({ from, to }: RenamedValue, { expected, observed }: Finding): boolean {
  return (
    expected !== observed && expected.replaceAll(quoteText(from), quoteText(to)).trim() === observed.trim()
  );
}

/** `PredictionStatus.PENDING` in its two parts. */
function partsOf(name: string): { enumName: string; value: string } {
  const at = name.indexOf('.');
  return at === -1
    ? { enumName: name, value: '' }
    : { enumName: name.slice(0, at), value: name.slice(at + 1) };
}
