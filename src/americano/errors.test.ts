import { describe, expect, it } from 'vitest';
import { errorAnswer, informativeLine, RouteError } from './errors';

function prismaError(name: string, message: string, members: object = {}): Error {
  return Object.assign(new Error(message), { name, ...members });
}

const FULL = `
Invalid \`client.strugglePrediction.findMany()\` invocation in
/srv/app/src/americano/story-5-3/predictions.ts:12:30

   9 const rows =
→ 12 await client.strugglePrediction.findMany(
The table \`public.struggle_predictions\` does not exist in the current database.`;

describe('errorAnswer', () => {
  it.each(['P2021', 'P2022'])(
    'keeps the code %s of a known request error and its informative line',
    (code) => {
      const answer = errorAnswer(prismaError('PrismaClientKnownRequestError', FULL, { code }));
      expect(answer.status).toBe(500);
      expect(answer.body.error).toEqual({
        code,
        message: 'The table `public.struggle_predictions` does not exist in the current database.',
      });
    },
  );

  it('names a delegate that the loaded client lacks, in the words of the engine', () => {
    const original = new TypeError("Cannot read properties of undefined (reading 'findMany')");
    expect(errorAnswer(original)).toEqual({
      status: 500,
      body: { error: { code: 'client-model-missing', message: original.message } },
    });
  });

  it('does not call any other TypeError a missing model', () => {
    const other = new TypeError("Cannot read properties of undefined (reading 'toNumber')");
    expect(errorAnswer(other).body.error.code).toBe('internal');
  });

  it.each([
    prismaError('PrismaClientKnownRequestError', "Can't reach database server", { code: 'P1001' }),
    prismaError('PrismaClientInitializationError', "Can't reach database server", { errorCode: 'P1001' }),
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
  ])('answers 503 when the database cannot be reached', (error) => {
    const answer = errorAnswer(error);
    expect([answer.status, answer.body.error.code]).toEqual([503, 'database-unreachable']);
  });

  it('tells a query that the loaded client does not know from other errors of Prisma and from all else', () => {
    const validation = prismaError('PrismaClientValidationError', 'Unknown argument `x`.');
    expect(errorAnswer(validation).body.error).toEqual({
      code: 'client-validation',
      message: 'Unknown argument `x`.',
    });
    const panic = prismaError('PrismaClientRustPanicError', 'panic');
    expect(errorAnswer(panic).body.error.code).toBe('prisma');
    expect(errorAnswer('a text').body.error).toEqual({ code: 'internal', message: 'a text' });
  });

  it('keeps the status, code and details of a RouteError', () => {
    const answer = errorAnswer(new RouteError(400, 'bad-request', 'No.', ['page: too small']));
    expect(answer).toEqual({
      status: 400,
      body: { error: { code: 'bad-request', message: 'No.', details: ['page: too small'] } },
    });
  });

  it('tells no password and no path', () => {
    const error = new Error('cannot open postgresql://u:hunter2@db/x from /srv/app/secret/file.ts:3:4');
    const { message } = errorAnswer(error).body.error;
    expect(message).not.toContain('hunter2');
    expect(message).not.toContain('/srv');
  });
});

it('says so when an error carries no message', () => {
  expect(informativeLine('\n  \n')).toBe('The request failed for a reason that carried no message.');
});
