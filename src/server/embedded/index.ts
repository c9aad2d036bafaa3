export { ensureDatabase } from './databases';
export { findFreePort } from './launch';
export { type EmbeddedPostgres, startEmbedded } from './start';
export { embeddedStatus } from './status';
export { resetEmbedded, stopEmbedded } from './stop';
