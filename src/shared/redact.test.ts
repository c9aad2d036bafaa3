import { expect, it } from 'vitest';
import { redact } from './redact';

it.each([
  ['postgresql://app:hunter2@db/x failed', 'postgresql://app:***@db/x failed'],
  ['at postgresql://app:p@ss/w@rd@db:5432/x?a=b now', 'at postgresql://app:***@db:5432/x?a=b now'],
  ['http://a/b and redis://:s3cret@c', 'http://a/b and redis://:***@c'],
  ['http://a/b,redis://u:s3cret@c', 'http://a/b,redis://u:***@c'],
  ['http://host:8080/path', 'http://host:8080/path'],
  ['ann@example.com http://host', 'ann@example.com http://host'],
  ['://a:b@c', '://a:b@c'],
  ['Bearer abcdefgh1', 'Bearer ***'],
  ['?token=abc&q=1', '?token=***&q=1'],
  ['{"apiKey":"abc","title":"x"}', '{"apiKey":"***","title":"x"}'],
])('%s', (text, shown) => expect(redact(text)).toBe(shown));
