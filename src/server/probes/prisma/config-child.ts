import { spawn } from 'node:child_process';
import { z } from 'zod';

/** Enough for any settings; what takes longer waits for something that a check should not wait for. */
const LIMIT_MS = 5_000;
const MAX_OUTPUT_CHARACTERS = 100_000;

/** Stands before the answer, since settings may print (dotenv does). */
const MARK = 'driftboard-external:';

const Names = z.object({ external: z.array(z.string()).optional() }).optional();
const Answer = z.union([z.object({ error: z.string() }), z.object({ tables: Names, enums: Names })]);
export type ConfigNames = Exclude<z.infer<typeof Answer>, { error: string }>;

/** The child: takes the bundle from its standard input, runs it, and prints the two keys that are asked for. */
const CHILD = `
let code = '';
for await (const chunk of process.stdin) code += chunk;
let answer;
try {
  const loaded = await import('data:text/javascript;base64,' + Buffer.from(code).toString('base64'));
  const config = (await loaded.default) ?? loaded;
  const names = (part) => (part?.external === undefined ? undefined : { external: part.external });
  answer = { tables: names(config.tables), enums: names(config.enums) };
} catch (error) {
  answer = { error: 'it stopped with an error while it ran: ' + (error?.message ?? error) };
}
process.stdout.write('\\n${MARK}' + JSON.stringify(answer) + '\\n', () => process.exit(0));`;

/**
 * Runs bundled settings in a process of their own, so that nothing that they set, open or wait for reaches this one.
 * @throws Error with a reason: they throw, take too long, or name something that is no list of names
 */
export function askConfig(
  code: string,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<ConfigNames> {
  return new Promise((resolve, reject) => {
    const limitMs = Math.min(timeoutMs, LIMIT_MS);
    const child = spawn(process.execPath, ['--input-type=module', '--eval', CHILD], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, limitMs);
    const onAbort = () => child.kill('SIGKILL');
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout = (stdout + chunk.toString()).slice(-MAX_OUTPUT_CHARACTERS);
    });
    child.stdin.on('error', () => child.stdin.destroy());
    child.stdin.end(code);
    const settle = (how: string) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (isLate) return reject(new Error(`it was not done within ${limitMs} ms`));
      const answer = readAnswer(stdout);
      if (answer === null) return reject(new Error(`the process that ran it ${how} and gave no answer`));
      return 'error' in answer ? reject(new Error(answer.error)) : resolve(answer);
    };
    child.once('error', (error) => settle(error.message));
    child.once('close', (exitCode) => settle(`ended with code ${exitCode}`));
  });
}

function readAnswer(stdout: string): z.infer<typeof Answer> | null {
  const line = stdout.split('\n').findLast((candidate) => candidate.startsWith(MARK));
  if (line === undefined) return null;
  const parsed = Answer.safeParse(JSON.parse(line.slice(MARK.length)));
  return parsed.success ? parsed.data : { error: 'its external tables and enums are no lists of names' };
}
