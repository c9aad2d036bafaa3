import { describe, expect, it } from 'vitest';
import { typeConsequence } from './type-consequence';

// Held against Prisma's client 7.10 on PostgreSQL 18: a table of each observed type, read, written and filtered
// through a field of each expected one.
describe('typeConsequence', () => {
  it.each([
    ['character varying(255)', 'text'],
    ['character varying(10)', 'character varying(255)'],
    ['text', 'character varying'],
    ['character(10)', 'character(10)'],
    ['smallint', 'integer'],
    ['real', 'double precision'],
    ['double precision', 'numeric'],
    ['numeric(10,2)', 'numeric(65,30)'],
    ['numeric(10,2)', 'numeric'],
    ['timestamp(3) without time zone', 'timestamp(6) without time zone'],
    ['timestamp(6) with time zone', 'timestamp(3) with time zone'],
    ['json', 'jsonb'],
    ['character varying(255)[]', 'text[]'],
  ])('%s is read and written as well where the column is %s', (expected, observed) => {
    expect(typeConsequence(expected, observed)).toMatch(/^is drift|^weakens/);
  });

  it.each([
    ['text', 'integer'],
    ['text', 'boolean'],
    ['text', 'bytea'],
    ['text', 'text[]'],
    ['text', 'character(10)'],
    ['text', 'json'],
    ['boolean', 'text'],
    ['boolean', 'integer'],
    ['integer', 'bigint'],
    ['integer', 'numeric(10,2)'],
    ['integer', 'text'],
    ['bigint', 'numeric(10,2)'],
    ['bigint', 'double precision'],
    ['numeric(65,30)', 'text'],
    ['timestamp(3) without time zone', 'text'],
    ['timestamp(3) without time zone', 'time(6) without time zone'],
    ['timestamp(3) without time zone', 'bigint'],
    ['jsonb', 'text'],
    ['jsonb', 'json'],
    ['bytea', 'text'],
    ['"Role"', 'text'],
    ['"Role"', '"Other"'],
    ['text[]', 'text'],
    ['text[]', 'integer[]'],
    ['uuid', 'integer'],
  ])('%s is not read where the column is %s', (expected, observed) => {
    expect(typeConsequence(expected, observed)).toBe('breaks reads');
  });

  it.each([
    ['text', 'uuid'],
    ['text', 'inet'],
    ['text', '"Role"'],
    ['text', 'timestamp(3) without time zone'],
    ['text', 'numeric(10,2)'],
    ['text', 'jsonb'],
    ['text', 'name'],
    ['text', 'character varying(10)'],
    ['character varying(20)', 'character varying(10)'],
    ['integer', 'smallint'],
    ['bigint', 'integer'],
    ['double precision', 'integer'],
    ['numeric(65,30)', 'integer'],
    ['numeric(65,30)', 'numeric(10,2)'],
    ['numeric', 'numeric(10,2)'],
    ['uuid', 'character varying(10)'],
    ['vector(3)', 'vector(4)'],
    ['bit(8)', 'bit(9)'],
  ])('%s is read, but not each value is taken, where the column is %s', (expected, observed) => {
    expect(typeConsequence(expected, observed)).toBe('breaks writes');
  });

  it.each([
    ['double precision', 'real', 'loses integrity'],
    ['double precision', 'money', 'loses integrity'],
    ['double precision', 'numeric(10,2)', 'loses integrity'],
    ['numeric(10,4)', 'numeric(10,2)', 'loses integrity'],
    ['numeric(10,2)', 'numeric(8,2)', 'breaks writes'],
    ['numeric(10,4)', 'numeric(8,2)', 'loses integrity'],
    ['numeric(10,2)', 'double precision', 'loses integrity'],
    ['timestamp(3) without time zone', 'timestamp(0) without time zone', 'loses integrity'],
    ['timestamp(3) without time zone', 'date', 'loses integrity'],
    ['timestamp(3) without time zone', 'timestamp(3) with time zone', 'may change reads'],
    ['date', 'timestamp(3) without time zone', 'may change reads'],
    ['time(6) without time zone', 'time(6) with time zone', 'may change reads'],
    ['citext', 'text', 'may change reads'],
    ['uuid', 'text', 'weakens integrity'],
    ['inet', 'character varying(50)', 'weakens integrity'],
    ['bit(8)', 'text', 'weakens integrity'],
    ['character(10)', 'text', 'weakens integrity'],
  ])('%s where the column is %s: %s', (expected, observed, consequence) => {
    expect(typeConsequence(expected, observed)).toBe(consequence);
  });
});
