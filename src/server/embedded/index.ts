export { dropDatabase, ensureDatabase } from './databases';
export { EmbeddedPostgresError } from './errors';
export { findFreePort } from './launch';
export { type EmbeddedPhase, type EmbeddedPostgres, type StartOptions, startEmbedded } from './start';
export { type EmbeddedStatus, embeddedStatus } from './status';
export { resetEmbedded, stopEmbedded } from './stop';
