import { createServer } from 'node:net';
import { findFreePort } from '../../server/embedded';
import { UpError } from './up-error';

const DEFAULT_PORT = 3000;

/**
 * The port for the dashboard: `--port`, DRIFTBOARD_PORT or PORT must be free when given; without them 3000, or any
 * free one when that is taken.
 */
export async function choosePort(wanted: number | undefined, env: NodeJS.ProcessEnv): Promise<number> {
  const text = env.DRIFTBOARD_PORT || env.PORT;
  const port = wanted ?? (text ? Number(text) : undefined);
  if (port === undefined) return (await isFree(DEFAULT_PORT)) ? DEFAULT_PORT : findFreePort();
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UpError(`The port must be a whole number from 0 to 65535 (it is ${text ?? port}).`);
  }
  if (port === 0) return findFreePort();
  if (await isFree(port)) return port;
  throw new UpError(`Port ${port} is taken by another program: end that, or choose another with --port.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
