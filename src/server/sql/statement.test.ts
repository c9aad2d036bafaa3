import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalExpression } from './expression';
import { loadSqlParser } from './parser';
import { canonicalExclusionText, canonicalTriggerText } from './statement';
import { canonicalQuery } from './view-query';

beforeAll(() => loadSqlParser());

describe('canonicalQuery', () => {
  test.each([
    // As PostgreSQL 15 and as PostgreSQL 18 print it.
    [
      ' SELECT r.id,\n    r.name AS title\n   FROM public.rooms r\n  WHERE (r.price < 10);',
      'SELECT id, name AS title FROM public.rooms r WHERE (price < 10)',
    ],
    [
      ' SELECT id,\n    name AS title\n   FROM public.rooms r\n  WHERE (price < 10);',
      'SELECT id, name AS title FROM public.rooms r WHERE (price < 10)',
    ],
    ['SELECT "Ü b"."x y" FROM public."Ü b"', 'SELECT "x y" FROM public."Ü b"'],
    ['SELECT r.* FROM public.rooms r', 'SELECT r.* FROM public.rooms r'],
    ["SELECT 'a  b'::text AS x FROM public.rooms", "SELECT 'a  b'::text AS x FROM public.rooms"],
    [
      'SELECT a.x FROM public.a JOIN public.b ON a.x = b.x',
      'SELECT a.x FROM public.a JOIN public.b ON a.x = b.x',
    ],
    [
      'SELECT a.x FROM public.a WHERE (EXISTS ( SELECT 1 FROM public.b WHERE (b.x = a.x)))',
      'SELECT x FROM public.a WHERE (EXISTS ( SELECT 1 FROM public.b WHERE (b.x = a.x)))',
    ],
    [
      'SELECT a.x FROM public.a UNION SELECT b.x FROM public.b',
      'SELECT a.x FROM public.a UNION SELECT b.x FROM public.b',
    ],
    ['not  SQL at all', 'not SQL at all'],
  ])('%s', (sql, canonical) => {
    expect(canonicalQuery(sql)).toBe(canonical);
    expect(canonicalQuery(canonical)).toBe(canonical);
  });
});

describe('canonicalTriggerText', () => {
  const canonical =
    'CREATE TRIGGER t BEFORE INSERT OR UPDATE OF a ON public.x FOR EACH ROW WHEN (new.a > 1) EXECUTE FUNCTION f()';
  test.each([
    [
      'create trigger t before update of a or insert on x for each row when ((new.a > 1)) execute procedure public.f()',
    ],
    [
      'CREATE TRIGGER t BEFORE INSERT OR UPDATE OF a ON public.x FOR EACH ROW WHEN ((new.a > 1)) EXECUTE FUNCTION f()',
    ],
  ])('%s', (sql) => expect(canonicalTriggerText(sql)).toBe(canonical));

  test('the table stands in its schema, the function without the one of the connection', () => {
    expect(canonicalTriggerText('CREATE TRIGGER t AFTER DELETE ON x EXECUTE FUNCTION app.f(1)', 'app')).toBe(
      "CREATE TRIGGER t AFTER DELETE ON app.x FOR EACH STATEMENT EXECUTE FUNCTION f('1')",
    );
  });
});

test('an exclusion constraint has one spelling', () => {
  expect(
    canonicalExclusionText('exclude using gist (room with =, during with &&) where ((room > 1)) deferrable'),
  ).toBe('EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (room > 1) DEFERRABLE');
});

test('an expression with a query inside stays as PostgreSQL printed it', () => {
  expect(canonicalExpression('(EXISTS ( SELECT 1\n   FROM public.b\n  WHERE (b.x = a.x)))')).toBe(
    '(EXISTS ( SELECT 1 FROM public.b WHERE (b.x = a.x)))',
  );
});
