import type { Finding } from '../../shared/finding';

type Parts = Omit<Finding, 'key' | 'causedBy' | 'affects' | 'since'> & {
  /** The part of the key after the rule: `public.users:email`. Stable between runs. */
  about: string;
};

/**
 * A finding as a check returns it: its key is made of rule and subject, and what follows from it is left empty for
 * the causes pass.
 */
export function driftFinding({ about, ...parts }: Parts): Finding {
  return { key: `${parts.rule}:${about}`, ...parts, causedBy: [], affects: [] };
}
