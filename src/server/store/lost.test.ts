import { describe, expect, test } from 'vitest';
import { isStoreLost } from './lost';

const coded = (message: string, code: string) => Object.assign(new Error(message), { code });
const ofPrisma = (words: string) =>
  coded(`\nInvalid \`prisma.environment.findUnique()\` invocation:\n\n\n${words}`, 'P2039');

describe('a connection to the store that was lost', () => {
  test.each([
    [
      'Prisma, where the server died',
      ofPrisma(
        'Database error. Code: `57P01`. Message: `terminating connection due to unexpected postmaster exit`',
      ),
    ],
    [
      'Prisma, where it comes up',
      ofPrisma('Database error. Code: `57P03`. Message: the database system is starting up'),
    ],
    ['Prisma, where it is not reached', coded("Can't reach database server at localhost:5432", 'P1001')],
    [
      'pg, where an administrator stops it',
      coded('terminating connection due to administrator command', '57P01'),
    ],
    ['pg, where the socket ends', new Error('Connection terminated unexpectedly')],
    [
      'Prisma, in another language',
      ofPrisma('Database error. Code: `57P01`. Message: `Verbindung wird abgebrochen`'),
    ],
    ['pg, where the server is frozen', new Error('Query read timeout')],
    ['ours, where it takes too long', new Error('The store did not answer within 3 s.')],
    [
      'ours, of another work',
      new Error('The waiver a could not be ended: The connection to the store at h:1 was lost: see.'),
    ],
    ['Node, where nothing listens', coded('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED')],
  ])('%s', (_, error) => {
    expect(isStoreLost(error)).toBe(true);
  });

  test.each([
    ['a table that lacks', coded('The table `public.runs` does not exist in the current database.', 'P2021')],
    ['a statement that took too long', coded('canceling statement due to statement timeout', '57014')],
    ['a process that was ended', new Error('The child was terminated by SIGTERM.')],
    ['a fault of ours', new TypeError("Cannot read properties of undefined (reading 'id')")],
    ['no error at all', 'something else'],
  ])('and not %s', (_, error) => {
    expect(isStoreLost(error)).toBe(false);
  });
});
