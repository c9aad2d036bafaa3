export { ConfigError } from './config-error';
export { type LoadedConfig, loadConfig, NOTHING_CONFIGURED } from './load-config';
export { withRunningServices } from './running-services';
export type { ConfigFlags } from './sources';
