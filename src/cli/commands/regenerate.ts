import { dirname } from 'node:path';
import { ConfigError, loadConfig, withRunningServices } from '../../server/config';
import { regenerateJob } from '../../server/jobs/specs';
import { dataDirOf, findProjectRoot } from '../../server/project-root';
import { readRunState } from '../../server/run-state';
import { parseArguments } from '../arguments';
import { EXIT, type Io } from '../io';
import { runJob } from '../run-job';
import { OUTPUT_OPTIONS, SETTING_OPTIONS, settingFlags } from '../verify-options';
import { verify } from './verify';

/** `driftboard regenerate`: regenerates the client, loads it into the running application, then verifies. */
export async function regenerateClient(args: readonly string[], io: Io): Promise<number> {
  const parsed = parseArguments(
    args,
    { ...SETTING_OPTIONS, ...OUTPUT_OPTIONS },
    { min: 0, max: 0, what: '' },
  );
  if (parsed.faults.length > 0) throw new ConfigError(parsed.faults);
  const projectRoot = findProjectRoot();
  const dataDir = dataDirOf(projectRoot, io.env);
  const config = await loadConfig({ flags: settingFlags(parsed), env: io.env, cwd: io.cwd, projectRoot });
  const settings = await withRunningServices(config.settings, dataDir);
  if (settings.schema === null) {
    throw new ConfigError(['No --schema is set: name the schema.prisma to generate the client from.']);
  }
  const state = await readRunState(dataDir);
  // The token is for the dashboard's own Americano; another application gets none.
  const reloadToken = state !== null && state.baseUrl === settings.baseUrl ? state.reloadToken : null;
  const configDir = config.configFile === null ? io.cwd : dirname(config.configFile);
  const code = await runJob(
    {
      environment: settings.env,
      ...regenerateJob({ settings, projectRoot, dataDir, configDir, reloadToken, verify: null }),
    },
    { projectRoot, dataDir },
    { ...io, out: io.err },
  );
  return code === EXIT.ok ? verify(args, io) : code;
}
