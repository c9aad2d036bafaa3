import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ConfigError, loadConfig, withRunningServices } from '../../server/config';
import { regenerateJob } from '../../server/jobs/specs';
import { dataDirOf, findProjectRoot } from '../../server/project-root';
import { readRunState } from '../../server/run-state';
import type { Job } from '../../shared/job';
import type { Report } from '../../shared/report';
import { parseArguments } from '../arguments';
import { EXIT, type Io } from '../io';
import { runJob } from '../run-job';
import { OUTPUT_OPTIONS, REGENERATE_OPTIONS, SETTING_OPTIONS, settingFlags } from '../verify-options';
import { formatOf, unknownFormat, verify } from './verify';

/**
 * `driftboard regenerate`: regenerates the client, brings the running application to it, then verifies. With
 * `--format json` standard output gets one document with the job and the report.
 */
export async function regenerateClient(args: readonly string[], io: Io): Promise<number> {
  const options = { ...SETTING_OPTIONS, ...OUTPUT_OPTIONS, ...REGENERATE_OPTIONS };
  const parsed = parseArguments(args, options, { min: 0, max: 0, what: '' });
  const format = formatOf(parsed.values.format);
  const faults = [...parsed.faults, ...(format === null ? [unknownFormat(parsed.values.format)] : [])];
  const projectRoot = findProjectRoot();
  const dataDir = dataDirOf(projectRoot, io.env);
  const config = await loadConfig({
    flags: settingFlags(parsed),
    env: io.env,
    cwd: io.cwd,
    projectRoot,
  }).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
    return null;
  });
  if (config?.settings.schema === null) {
    faults.push('No --schema is set: name the schema.prisma to generate the client from.');
  }
  if (faults.length > 0 || config === null) throw new ConfigError(faults);
  const settings = await withRunningServices(config.settings, dataDir);
  const state = await readRunState(dataDir);
  // The token is for the dashboard's own Americano; another application gets none.
  const reloadToken = state !== null && state.baseUrl === settings.baseUrl ? state.reloadToken : null;
  const configDir = config.configFile === null ? io.cwd : dirname(config.configFile);
  let job: Job | null = null;
  const code = await runJob(
    {
      environment: settings.env,
      ...regenerateJob({ settings, projectRoot, dataDir, configDir, reloadToken, verify: null }),
    },
    { projectRoot, dataDir },
    { ...io, out: io.err },
    (ended) => {
      job = ended;
    },
  );
  const json = (report: Report | null) => `${JSON.stringify({ version: 1, job, report }, null, 2)}\n`;
  if (code === EXIT.ok) return verify(args, io, { options: REGENERATE_OPTIONS, json });
  if (format === 'json') await writeReport(json(null), parsed.values.out, io);
  return code;
}

/** Where `verify` would have written its report. */
async function writeReport(text: string, out: unknown, io: Io): Promise<void> {
  if (typeof out !== 'string') return io.out(text);
  await writeFile(resolve(io.cwd, out), text);
}
