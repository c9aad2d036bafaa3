import { ConfigError, loadConfig, withRunningServices } from '../../server/config';
import { demoJob } from '../../server/jobs/specs';
import { dataDirOf, findProjectRoot } from '../../server/project-root';
import { readRunState } from '../../server/run-state';
import { DemoName } from '../../shared/job';
import { parseArguments } from '../arguments';
import type { Io } from '../io';
import { runJob } from '../run-job';

/** `driftboard demo NAME`: makes the embedded Americano ill for real, or heals it. Never another database. */
export async function demoCommand(args: readonly string[], io: Io): Promise<number> {
  const { positionals, faults } = parseArguments(
    args,
    {},
    { min: 1, max: 1, what: `one of ${DemoName.options.join(', ')}` },
  );
  const name = DemoName.safeParse(positionals[0]);
  if (faults.length === 0 && !name.success) {
    faults.push(`"${positionals[0]}" is no demo: it is one of ${DemoName.options.join(', ')}.`);
  }
  if (faults.length > 0 || !name.success) throw new ConfigError(faults);

  const projectRoot = findProjectRoot();
  const dataDir = dataDirOf(projectRoot, io.env);
  const config = await loadConfig({ flags: {}, env: io.env, cwd: projectRoot, projectRoot });
  const settings = await withRunningServices(config.settings, dataDir);
  const state = await readRunState(dataDir);
  if (!settings.embedded || settings.databaseUrl === null || state === null) {
    throw new ConfigError([
      'Demos run on the embedded Americano only, and it is not running: start it with npm start.',
    ]);
  }
  const { reloadToken } = state;
  return runJob(
    {
      environment: settings.env,
      ...demoJob(name.data, { settings, projectRoot, dataDir, reloadToken, verify: null }),
    },
    { projectRoot, dataDir },
    io,
  );
}
