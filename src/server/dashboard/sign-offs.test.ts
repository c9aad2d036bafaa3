import { expect, test } from 'vitest';
import { Settings } from '../../shared/config';
import { SignOffRequest } from '../../shared/sign-off';
import { dashboardSignOffs } from './sign-offs';

const request = SignOffRequest.parse({
  requestId: crypto.randomUUID(),
  environment: 'local',
  run: 1,
  seen: 'sha256:seen',
  decision: 'go',
  comment: 'Looked at every gate.',
});
const away = {
  client: () => null,
  recording: () => ({
    ...{ state: 'away' as const, since: null, waiting: 1, lost: null },
    reason: 'The store does not answer.',
  }),
};

test('while the store is away nothing is decided, nothing is shown, and a report says that nobody knows', async () => {
  const settings = Settings.parse({ env: 'local' });
  const signOffs = dashboardSignOffs({ settings, kept: away, runs: null });
  const sentence = 'A decision needs the store, which keeps it for good. The store does not answer.';
  await expect(signOffs.decide(request, new Headers())).rejects.toThrow(sentence);
  await expect(signOffs.state(null)).rejects.toMatchObject({ code: 'unavailable', message: sentence });
  expect(await signOffs.ofRun(1)).toEqual({ unknown: sentence });
});

test('without settings nothing is decided', async () => {
  const signOffs = dashboardSignOffs({ settings: undefined, kept: away, runs: null });
  await expect(signOffs.decide(request, new Headers())).rejects.toMatchObject({ code: 'conflict' });
});

test('a request names its run, its reason and what was seen, and nothing else', () => {
  const refused = [
    { ...request, comment: 'ok' },
    { ...request, comment: '          ' },
    { ...request, run: 0 },
    { ...request, requestId: '1' },
    { ...request, decision: 'maybe' },
    { ...request, confirms: '1; DROP TABLE' },
    { ...request, proven: true },
    { ...request, name: 'Ada\u202Eevol' },
  ];
  for (const each of refused) expect(SignOffRequest.safeParse(each).success).toBe(false);
});
