export { ShadowUnavailableError } from './errors';
export { type Shadow, type ShadowOptions, shadowServerVersion, withShadowDatabase } from './shadow-database';
