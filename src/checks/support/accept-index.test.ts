import { describe, expect, it } from 'vitest';
import type { Index } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { withAcceptEdits } from '../accept-edits';
import { foreignKeyCover } from '../foreign-key-cover';
import { indexDuplicates } from '../index-duplicates';
import { indexRedundancy } from '../index-redundancy';
import {
  column,
  databaseSchema,
  foreignKey,
  index,
  prismaSchemaOf,
  table,
  unique,
} from '../testing/builders';
import { onlyFinding, runCheck, sides } from '../testing/sides';
import type { AnyCheck } from '../types';

const FIELDS = ['model Goals {', '  id     String @id', '  userId String'];

/** The only finding of a check on a model of these indexes, whose block ends with these lines, with its edits. */
function edited(check: AnyCheck, indexes: Index[], attributes: string[]): Finding {
  const declared = databaseSchema([
    table('goals', {
      columns: [column('id'), column('userId')],
      foreignKeys: [foreignKey('goals', 'userId', 'users')],
      indexes,
    }),
  ]);
  const found = onlyFinding(runCheck(check, sides(declared)));
  const schema = prismaSchemaOf(declared);
  const text = [...FIELDS, ...attributes, '}'].join('\n');
  const files = schema.files.map((file) => ({ ...file, text }));
  const [finding] = withAcceptEdits([found], { schema: { ...schema, files }, catalogue: declared });
  if (finding === undefined) throw new Error('The finding is gone.');
  return finding;
}

const file = 'prisma/schema.prisma';

describe('the edits of indexes', () => {
  it('declares what the repair of an uncovered key makes, at the end of its model', () => {
    const { along, accept } = edited(foreignKeyCover, [], []);
    expect(along).toEqual({ file, line: 3, action: 'insert', text: '  @@index([userId])' });
    expect(accept).toBeUndefined();
  });

  it('names the index where the usual name is taken', () => {
    const taken = index('goals', ['userId'], { predicate: 'done' });
    expect(edited(foreignKeyCover, [{ ...taken, origin: 'migration' }], []).along?.text).toBe(
      '  @@index([userId], map: "goals_userId_idx1")',
    );
  });

  it('declares nothing where the repair mends what stands', () => {
    const broken = index('goals', ['userId'], { valid: false });
    expect(edited(foreignKeyCover, [broken], ['  @@index([userId])']).along).toBeUndefined();
  });

  it('takes the one line out that declares the superfluous index', () => {
    const short = [index('goals', ['userId']), index('goals', ['userId', 'id'])];
    const lines = ['', '  @@index([userId])', '  @@index([userId, id])'];
    const { accept, remedy, alternative } = edited(indexRedundancy, short, lines);
    expect(accept).toEqual({ file, line: 5, action: 'remove', text: '' });
    expect([remedy.kind, alternative?.kind]).toEqual(['edit', 'sql']);
    const pair = [index('goals', ['userId']), unique('goals', ['userId'])];
    expect(
      edited(indexDuplicates, pair, ['  @@unique([userId])', '  @@index([userId])']).accept,
    ).toMatchObject({
      line: 5,
      action: 'remove',
    });
  });

  it('tells two lines on the same fields apart by their names', () => {
    const twice = [index('goals', ['userId']), index('goals', ['userId'], { name: 'other' })];
    const lines = ['  @@index([userId])', '  @@index([userId], map: "other")'];
    expect(edited(indexDuplicates, twice, lines).accept).toMatchObject({ line: 5 });
  });

  it('offers none where no line of its own declares it', () => {
    const pair = [unique('goals', ['userId'], { name: 'other' }), unique('goals', ['userId'])];
    expect(edited(indexDuplicates, pair, ['  @@unique([userId, id])']).accept).toBeUndefined();
  });
});
