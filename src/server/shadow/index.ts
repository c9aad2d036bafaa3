export { ShadowUnavailableError } from './errors';
export { type Shadow, type ShadowOptions, withShadowDatabase } from './shadow-database';
