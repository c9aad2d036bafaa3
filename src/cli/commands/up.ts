import { ConfigError } from '../../server/config';
import { parseArguments } from '../arguments';
import type { Io } from '../io';
import { DATA_SIZES, runUp, type UpOptions } from '../up';

const OPTIONS = {
  port: { type: 'string', value: 'N', help: 'port of the dashboard' },
  size: { type: 'string', value: DATA_SIZES.join('|'), help: "Americano's data, when it is created" },
  'store-url': { type: 'string', value: 'URL', help: 'the PostgreSQL database that runs are kept in' },
  dev: { type: 'boolean', help: "Next's development server" },
} as const;

/** `driftboard up`: the dashboard, with everything that it needs started; stays until Ctrl-C. */
export async function up(args: readonly string[], _io: Io): Promise<number> {
  const { values, faults } = parseArguments(args, OPTIONS, { min: 0, max: 0, what: '' });
  const options: UpOptions = { dev: values.dev === true };
  if (typeof values['store-url'] === 'string') options.storeUrl = values['store-url'];
  if (values.port !== undefined) {
    const port = Number(values.port);
    if (Number.isInteger(port) && port >= 0 && port <= 65_535) options.port = port;
    else faults.push(`--port takes a number from 0 to 65535, not "${String(values.port)}".`);
  }
  if (values.size !== undefined) {
    const size = DATA_SIZES.find((known) => known === values.size);
    if (size === undefined)
      faults.push(`--size takes ${DATA_SIZES.join(', ')}, not "${String(values.size)}".`);
    else options.size = size;
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return runUp(options);
}
