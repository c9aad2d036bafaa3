import { redact } from '../../shared/redact';

/** The exit code for wrong usage or configuration. */
export const EXIT_USAGE = 64;

/** Everything that is wrong with the configuration, one sentence each, without secrets. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly exitCode = EXIT_USAGE;
  readonly faults: string[];

  constructor(faults: string[]) {
    const clean = faults.map((fault) => redact(fault));
    super(clean.join('\n'));
    this.faults = clean;
  }
}
