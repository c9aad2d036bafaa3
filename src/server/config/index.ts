export { ConfigError, EXIT_USAGE } from './config-error';
export { type LoadConfigInput, type LoadedConfig, loadConfig } from './load-config';
export { withRunningServices } from './running-services';
export type { ConfigFlags } from './sources';
