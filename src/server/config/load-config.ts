import { dirname, resolve } from 'node:path';
import { Settings } from '../../shared/config';
import { ChannelSettings } from '../../shared/notify-settings';
import { readChannels } from '../notify/channels';
import { ConfigError } from './config-error';
import { type ConfigFileContent, findConfigFile, readConfigFile } from './config-file';
import { checkLayer, type Layer } from './settings-layer';
import { type ConfigFlags, environmentLayer, flagLayer } from './sources';
import { givenThresholds } from './threshold-faults';

export interface LoadConfigInput {
  flags: ConfigFlags;
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Driftboard's own folder, whose default file describes Americano. */
  projectRoot: string;
  /** Who sends notifications needs the secrets of their channels; who only verifies does not. */
  sendsNotifications?: boolean;
}

export interface LoadedConfig {
  settings: Settings;
  /** The settings file that was used, or null. */
  configFile: string | null;
  /** Names of the environments in that file. */
  environments: string[];
}

/**
 * Merges command line over environment variables over the settings file.
 * @throws ConfigError with every fault at once
 */
export async function loadConfig(input: LoadConfigInput): Promise<LoadedConfig> {
  const flags = flagLayer(input.flags, input.cwd);
  const environment = environmentLayer(input.env, input.cwd);
  const explicit = input.flags.config ?? (input.env.DRIFTBOARD_CONFIG || undefined);
  const file = findConfigFile(explicit, input.cwd);
  const wanted = flags.values.env ?? environment.values.env;
  const wantedName = typeof wanted === 'string' ? wanted : undefined;
  // To read it costs a start as much as all the rest: not where it cannot apply, whatever it holds.
  const isIdle =
    file !== null && explicit === undefined && wantedName === undefined && isOfAmericanoOnly(file, input);
  const content = file === null || isIdle ? null : await readConfigFile(file, input.projectRoot);
  const used =
    content !== null && (explicit !== undefined || applies(content, input, wantedName)) ? content : null;
  const chosen = used === null ? null : chooseEnvironment(used, wantedName);

  const layers = [chosen?.layer ?? null, environment, flags]
    .filter((layer) => layer !== null)
    .map(checkLayer);
  const faults = [
    ...(used?.faults ?? []),
    ...(chosen?.faults ?? []),
    ...layers.flatMap((layer) => layer.faults),
    ...(input.sendsNotifications === true ? channelFaults(layers, input.env) : []),
  ];
  if (faults.length > 0) throw new ConfigError(faults);

  const merged = Object.assign({}, ...layers.map((layer) => layer.values));
  const fallback = chosen?.name ? { env: chosen.name } : {};
  // Each source names only those that it changes: the others are the file's, or the usual ones.
  const thresholds = Object.assign({}, ...layers.map((layer) => givenThresholds(layer.values.thresholds)));
  const settings = Settings.parse({ ...fallback, ...merged, thresholds });
  const conflicts = conflictsOf(settings);
  if (conflicts.length > 0) throw new ConfigError(conflicts);
  return {
    settings: withoutIdleServer(settings, input, environment),
    configFile: used?.file ?? null,
    environments: used === null ? [] : [...used.environments.keys()].filter((name) => name !== ''),
  };
}

/** What is wrong with the channels that count: those of the strongest source that names any. */
function channelFaults(layers: readonly Pick<Layer, 'values'>[], env: NodeJS.ProcessEnv): string[] {
  const given = ChannelSettings.safeParse(
    layers.map(({ values }) => values.notify).findLast((value) => value !== undefined),
  );
  return given.success ? readChannels(given.data, env).faults : [];
}

/**
 * Driftboard's own file describes Americano. Who points at a database or a schema of another application must not get
 * Americano's migrations, client or routes along with it, unless the file or one of its environments was named.
 */
function applies(content: ConfigFileContent, input: LoadConfigInput, wanted: string | undefined): boolean {
  if (wanted !== undefined && content.environments.has(wanted)) return true;
  return !isOfAmericanoOnly(content.file, input);
}

/** It is Driftboard's own file, and the person points at something else. */
function isOfAmericanoOnly(file: string, { flags, env, projectRoot }: LoadConfigInput): boolean {
  if (resolve(dirname(file)) !== resolve(projectRoot)) return false;
  return Boolean(flags.databaseUrl || flags.schema || env.DRIFTBOARD_DATABASE_URL || env.DRIFTBOARD_SCHEMA);
}

interface Chosen {
  name: string;
  layer: Layer | null;
  faults: string[];
}

function chooseEnvironment(content: ConfigFileContent, wanted: string | undefined): Chosen {
  const names = [...content.environments.keys()];
  const single = content.environments.get('');
  if (single !== undefined) return { name: wanted ?? '', layer: single, faults: [] };
  if (names.length === 0) return { name: '', layer: null, faults: [] };
  const only = names.length === 1 ? names[0] : undefined;
  const name = wanted ?? content.defaultEnvironment ?? only ?? 'local';
  const layer = content.environments.get(name) ?? null;
  const faults =
    layer === null ? [`${content.file} has no environment "${name}": it has ${names.join(', ')}.`] : [];
  return { name, layer, faults };
}

/** The fault of settings that name nothing at all. */
export const NOTHING_CONFIGURED =
  'Nothing to check is configured: give --database-url and --schema (or DATABASE_URL, or a driftboard.config.ts).';

/** What is wrong between settings that are right one by one. */
function conflictsOf(settings: Settings): string[] {
  const faults: string[] = [];
  const { embedded, databaseUrl, schema, client, baseUrl, source } = settings;
  const places = [databaseUrl, schema, baseUrl, source];
  if (!embedded && client.length === 0 && places.every((value) => value === null)) {
    faults.push(NOTHING_CONFIGURED);
  }
  const both = settings.only.filter((group) => settings.skip.includes(group));
  if (both.length > 0)
    faults.push(`--only and --skip both name ${both.join(', ')}: leave it out of one of them.`);
  return faults;
}

/** With a database URL from outside, the embedded server is not used, unless whoever gave the URL says it is its own. */
function withoutIdleServer(settings: Settings, input: LoadConfigInput, environment: Layer): Settings {
  const fromOutside = Boolean(input.flags.databaseUrl) || environment.values.databaseUrl !== undefined;
  if (!settings.embedded || !fromOutside || environment.values.embedded === true) return settings;
  return { ...settings, embedded: false };
}
