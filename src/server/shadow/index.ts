export { type Shadow, shadowServerVersion, withShadowDatabase } from './shadow-database';
