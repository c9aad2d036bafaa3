export { ShadowUnavailableError } from './errors';
export { type Shadow, shadowServerVersion, withShadowDatabase } from './shadow-database';
