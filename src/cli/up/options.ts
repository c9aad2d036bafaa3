import type { Children } from './children';
import type { Progress } from './progress';

/** How much data the embedded Americano gets when it is empty. */
export const DATA_SIZES = ['small', 'demo', 'large'] as const;
export type DataSize = (typeof DATA_SIZES)[number];

export interface UpOptions {
  /** Port of the dashboard. Without it DRIFTBOARD_PORT, PORT, 3000, or a free one if 3000 is taken. */
  port?: number;
  /** Next's development server in place of a build. */
  dev?: boolean;
  /** Default `demo`. */
  size?: DataSize;
  /** Where runs are kept, in place of a database of the embedded server. */
  storeUrl?: string;
}

/** What every phase may use. */
export interface UpContext {
  projectRoot: string;
  dataDir: string;
  progress: Progress;
  children: Children;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}
