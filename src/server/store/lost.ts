import { errorCode, errorText } from '../probes/client/errors';

/** How Prisma, its adapter and pg put it that a connection ended; they have no common code for it. */
const CUT_OFF =
  /can't reach database|terminating connection|connection (was )?terminated|closed the connection|ECONNRESET|EPIPE/i;

/** Of a server that comes up or goes down or does not answer, and of a client whose connection is over. */
const NOT_SERVING =
  /database system is (starting up|shutting down|in recovery mode)|not yet accepting connections|connection ended|not queryable|ECONNREFUSED|EHOSTUNREACH|store did not answer within|query read timeout|timeout exceeded when trying to connect|connection to the store at \S+ was lost|Code: `57P0[123]`/i;

/** PostgreSQL's codes of a server that goes down or comes up, and of the connection itself. */
const CODE = /^(57P0[123]|08\w{3}|ECONNREFUSED)$/;

/** Whether an error says that a connection that was there was cut off, or that none is had. */
export function isCutOff(error: unknown): boolean {
  return /^P1\d{3}$/.test(errorCode(error) ?? '') || CUT_OFF.test(errorText(error));
}

/** Whether the store does not serve or does not answer now: of the work that was asked of it such an error says nothing. */
export function isStoreLost(error: unknown): boolean {
  return isCutOff(error) || CODE.test(errorCode(error) ?? '') || NOT_SERVING.test(errorText(error));
}
